import { type EventLog, foldStream } from '#libs/event-store';
import { type RaisesAlerts } from '#libs/governance';
import { type Reactions } from '#libs/jobs';
import { leadFold } from '../lead-fold.js';
import { holderAt } from '../lead-state.js';

/** Tells whoever has a lead that its customer has written again, through whatever channel. In a pool everybody sees it anyway. */
export const tellOfInquiries = (log: EventLog, alerts: RaisesAlerts): Reactions => ({
  'lead.inquiry-received': async ({ stream, id, data: { inquiry }, metadata }) => {
    // History is told afterwards: nobody waits for an answer to it.
    if (metadata.importId !== undefined) return;
    const { state } = await foldStream(log, stream, leadFold);
    const holder = holderAt(state, Date.parse(metadata.knownAt))?.to;
    if (holder?.kind !== 'person' && holder?.kind !== 'team') return;
    const leadId = stream.slice('lead-'.length);
    await alerts.raiseAlert({
      key: `inquiry-received ${id}`,
      kind: 'inquiry-received',
      to: holder.kind === 'person' ? { person: holder.id } : { role: 'team-manager', team: holder.id },
      subject: `Another inquiry by ${inquiry.channel}`,
      text: `The customer of lead ${leadId} wrote again: source ${inquiry.source}, channel ${inquiry.channel}.`,
      leadId,
      acknowledgeWithinMs: null,
    });
  },
});
