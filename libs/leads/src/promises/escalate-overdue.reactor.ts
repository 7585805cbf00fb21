import { type RaisesAlerts } from '#libs/governance';
import { type Reactions } from '#libs/jobs';

/** What nobody did a day after it was due is told to whoever was to do it, then to who leads the team, then to who answers for the data. */
export const escalateOverdue = (alerts: RaisesAlerts): Reactions => ({
  'lead.next-action-overdue': async ({ stream, data: { actionId, action, dueAt, by, team } }) => {
    const leadId = stream.slice('lead-'.length);
    const manager = { role: 'team-manager' as const, team };
    const owner = { role: 'data-owner' as const, team: null };
    await alerts.raiseAlert({
      key: `next-action-overdue ${actionId} ${dueAt}`,
      kind: 'next-action-overdue',
      to: by === null ? manager : { person: by },
      chain: by === null ? [owner] : [manager, owner],
      subject: `“${action}” was due at ${dueAt}`,
      text: `Nobody has done it, moved it or followed up on lead ${leadId} since.`,
      leadId,
    });
  },
});
