import { type CountHoldings } from '#libs/dispatch';
import { type EventLog, recorded } from '#libs/event-store';
import { evolveLead, holderAt, initialLead, type LeadEvent, type LeadState } from '#libs/leads';

/** Counts what a rep has by folding every lead of the log: what a test without read models compares with. */
export const countFromLog =
  (log: EventLog): CountHoldings =>
  async (rep, since) => {
    const leads = new Map<string, LeadState>();
    let position = 0;
    for await (const stored of log.readAll()) {
      position++;
      if (!stored.stream.startsWith('lead-')) continue;
      leads.set(stored.stream, evolveLead(leads.get(stored.stream) ?? initialLead, recorded(stored) as LeadEvent));
    }
    const now = Date.now();
    const open = [...leads.values()].filter((lead) => lead.status === 'open');
    const isOf = (lead: LeadState): boolean => {
      const holder = holderAt(lead, now)?.to;
      return holder?.kind === 'person' && holder.id === rep;
    };
    const taken = [...leads.values()].flatMap((lead) =>
      lead.ownership.flatMap(({ to, cause, start }, index) => {
        const purpose = PURPOSES[cause];
        const before = lead.ownership[index - 1]?.to;
        if (!purpose || to.kind !== 'person' || to.id !== rep || start < Date.parse(since)) return [];
        return [{ leadId: lead.leadId!, purpose, pool: purpose === 'claim' && before?.kind === 'pool' ? before.id : null }];
      }),
    );
    return { position, leadIds: open.filter(isOf).map((lead) => lead.leadId!), taken };
  };

const PURPOSES: Readonly<Record<string, 'claim' | 'assignment' | 'transfer'>> = {
  'lead.claimed': 'claim',
  'lead.assigned': 'assignment',
  'lead.transferred': 'transfer',
};
