import { type RaisesAlerts } from '#libs/governance';
import { type Reactions } from '#libs/jobs';

/** Tells people of leads that a policy has given them, at once; where that reaches nobody, the head of the team, then who answers for the data. */
export const tellOfAssignments = (alerts: RaisesAlerts): Reactions => ({
  'lead.assigned': async ({ stream, id, data: { to, team }, metadata: { decisionId, policy } }) => {
    if (decisionId === undefined || to.kind !== 'person') return;
    const leadId = stream.slice('lead-'.length);
    await alerts.raiseAlert({
      key: `lead-assigned ${id}`,
      kind: 'lead-assigned',
      to: { person: to.id },
      chain: [
        { role: 'team-manager', team },
        { role: 'data-owner', team: null },
      ],
      subject: 'A lead is yours',
      text: `${policy ? `${policy.name}@${policy.version}` : 'A policy'} gave you lead ${leadId}.`,
      leadId,
      acknowledgeWithinMs: null,
    });
  },
});
