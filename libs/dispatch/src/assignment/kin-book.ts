import { type OpenLead } from './open-lead.js';

/** Which open leads are of one person or of one company (the attribute `company`). */
export class KinBook {
  private readonly leads = new Map<string, Set<string>>();

  replace(before: OpenLead | null, after: OpenLead | null): void {
    if (before && after && before.personIds === after.personIds && before.attributes === after.attributes) return;
    if (before) for (const key of keysOf(before)) this.remove(key, before.leadId);
    if (after) for (const key of keysOf(after)) this.add(key, after.leadId);
  }

  /** Open leads of the same people first, then of the same company, one by one: a company may have many. This one is left out. */
  *kinOf(lead: OpenLead): Iterable<string> {
    for (const key of keysOf(lead)) for (const leadId of this.leads.get(key) ?? []) if (leadId !== lead.leadId) yield leadId;
  }

  private add(key: string, leadId: string): void {
    const leads = this.leads.get(key);
    if (leads) leads.add(leadId);
    else this.leads.set(key, new Set([leadId]));
  }

  private remove(key: string, leadId: string): void {
    const leads = this.leads.get(key);
    leads?.delete(leadId);
    if (leads?.size === 0) this.leads.delete(key);
  }
}

function keysOf({ personIds, attributes }: OpenLead): readonly string[] {
  const company = attributes['company'];
  const people = personIds.map((person) => `person ${person}`);
  return typeof company === 'string' && company.trim() !== '' ? [...people, `company ${company.trim().toLowerCase()}`] : people;
}
