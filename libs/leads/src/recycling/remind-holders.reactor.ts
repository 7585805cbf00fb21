import { type RaisesAlerts } from '#libs/governance';
import { type Reactions } from '#libs/jobs';

/** Tells the holder that a lead goes back soon. */
export const remindHolders = (alerts: RaisesAlerts): Reactions => ({
  'lead.recycling-reminded': async ({ stream, data: { protectionId, dueAt, holder }, metadata }) => {
    if (holder.kind !== 'person' && holder.kind !== 'team') return;
    const leadId = stream.slice('lead-'.length);
    await alerts.raiseAlert({
      key: `recycling-reminder ${protectionId} ${dueAt}`,
      kind: 'recycling-reminder',
      to: holder.kind === 'person' ? { person: holder.id } : { role: 'team-manager', team: holder.id },
      subject: `A lead goes back to its pool at ${dueAt}`,
      text: `Without activity lead ${leadId} is recycled at ${dueAt} under ${metadata.policy?.name ?? 'the rule'}.`,
      leadId,
      acknowledgeWithinMs: null,
    });
  },
});
