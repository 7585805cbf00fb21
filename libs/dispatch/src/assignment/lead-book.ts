import { effectiveStart } from '#libs/calendar';
import { type Holder, type PositionedEvent } from '#libs/contracts';
import { ClosingBook, type Closing } from './closing-book.js';
import { KinBook } from './kin-book.js';
import { LoadBook } from './load-book.js';
import { type Automatic, capturedLead, movedLead, type OpenLead, type OwnershipEvent, toldLead } from './open-lead.js';

type LeadEvent = PositionedEvent;

/** Who holds a lead after some events of its stream, by the one rule of ownership; null: nobody, it was never captured or was retracted. */
export type HolderRule = (events: readonly LeadEvent[]) => { readonly open: boolean; readonly to: Holder; readonly since: number } | null;

/** Events that say something about the past: the lead is folded again from its stream. */
const RETELLS = new Set(['lead.reopened', 'lead.ownership-corrected', 'lead.import-retracted', 'lead.merged', 'lead.unmerged']);

/** What the dispatcher must know of a change of holder: which lead it was, and what it became. */
export interface Moved {
  readonly before: OpenLead | null;
  /** Null: closed, or retracted. */
  readonly after: OpenLead | null;
}

/** Open leads with their holders, what each rep holds, and what was won and lost. */
export class LeadBook {
  readonly loads = new LoadBook();
  readonly closings = new ClosingBook();
  private readonly kin = new KinBook();
  private readonly leads = new Map<string, OpenLead>();

  get(leadId: string): OpenLead | undefined {
    return this.leads.get(leadId);
  }

  get size(): number {
    return this.leads.size;
  }

  /** True where the event cannot be applied to what is known: `retell` must be given the lead's stream up to it. */
  needsStream(leadId: string, event: LeadEvent): boolean {
    if (RETELLS.has(event.type)) return true;
    const lead = this.leads.get(leadId);
    if (!lead) return event.type === 'lead.captured' ? event.revision > 0 : false;
    return isOwnership(event) && effectiveStart(event.metadata.occurredAt, lead.lastStart) < lead.since;
  }

  apply(leadId: string, event: LeadEvent, automatic: Automatic | null): Moved | null {
    const before = this.leads.get(leadId) ?? null;
    if (event.type === 'lead.captured') {
      const after = capturedLead(event, effectiveStart(event.metadata.occurredAt, -Infinity));
      this.put(leadId, before, after);
      return { before, after };
    }
    if (!before) return null;
    const start = effectiveStart(event.metadata.occurredAt, before.lastStart);
    if (isOwnership(event)) {
      const after = movedLead(before, event, event.data.to, start, automatic);
      this.put(leadId, before, after);
      if (event.data.to.kind === 'person') this.loads.give(event.data.to.id, start);
      return { before, after };
    }
    const closing = closingOf(before, event, start);
    if (closing !== undefined) {
      if (closing) this.closings.count(closing, 1);
      this.put(leadId, before, null);
      return { before, after: null };
    }
    this.set(before, toldLead(before, event, start));
    return null;
  }

  /** Takes the lead as its whole stream up to the last event tells it, in place of what was known. */
  retell(leadId: string, events: readonly LeadEvent[], rule: HolderRule): Moved {
    const before = this.leads.get(leadId) ?? null;
    const closedBefore = closingAfter(events.slice(0, -1));
    const closedAfter = closingAfter(events);
    if (closedBefore) this.closings.count(closedBefore, -1);
    if (closedAfter) this.closings.count(closedAfter, 1);
    const holding = rule(events);
    const told = toldFrom(events);
    const lead = holding?.open && told ? { ...told, holder: holding.to, since: holding.since } : null;
    const stays = lead && before && sameHolder(before.holder, lead.holder);
    // A lead that is told otherwise, but stays where it is, has not arrived anew.
    const after = stays
      ? { ...lead, arrived: before.arrived, automatic: before.automatic, refused: before.refused, tested: before.tested }
      : lead;
    this.put(leadId, before, after);
    return { before, after };
  }

  update(leadId: string, change: (lead: OpenLead) => OpenLead): void {
    const lead = this.leads.get(leadId);
    if (lead) this.set(lead, change(lead));
  }

  values(): IterableIterator<OpenLead> {
    return this.leads.values();
  }

  /** Leads as JSON gives them back: it knows no infinite times. */
  restore(leads: readonly OpenLead[]): void {
    const told = (ms: number | null): number => ms ?? -Infinity;
    for (const lead of leads) {
      const { since, lastStart, former } = lead;
      this.set(null, {
        ...lead,
        since: told(since),
        lastStart: told(lastStart),
        former: former && { ...former, until: told(former.until) },
      });
    }
  }

  /** Who owns another open lead of the same person, else of the same company. The earliest such lead, as the log tells it. */
  relatedOwner(lead: OpenLead): string | null {
    for (const leadId of this.kin.kinOf(lead)) {
      const holder = this.leads.get(leadId)?.holder;
      if (holder?.kind === 'person') return holder.id;
    }
    return null;
  }

  private put(leadId: string, before: OpenLead | null, after: OpenLead | null): void {
    if (before?.holder.kind === 'person') this.loads.hold(before.holder.id, -1);
    if (after?.holder.kind === 'person') this.loads.hold(after.holder.id, 1);
    this.kin.replace(before, after);
    if (after) this.leads.set(leadId, after);
    else this.leads.delete(leadId);
  }

  private set(before: OpenLead | null, after: OpenLead): void {
    this.kin.replace(before, after);
    this.leads.set(after.leadId, after);
  }
}

const OWNERSHIP = new Set(['lead.assigned', 'lead.claimed', 'lead.transferred', 'lead.released', 'lead.recycled']);
export const isOwnership = (event: LeadEvent): event is OwnershipEvent => OWNERSHIP.has(event.type);

export const sameHolder = (a: Holder, b: Holder): boolean => a.kind === b.kind && (a as { id?: string }).id === (b as { id?: string }).id;

/** Undefined: the lead stays open; null: closed, but neither won nor lost by anybody. */
function closingOf(lead: OpenLead, event: LeadEvent, at: number): Closing | null | undefined {
  switch (event.type) {
    case 'lead.won':
    case 'lead.lost':
      return lead.holder.kind === 'person'
        ? { rep: lead.holder.id, at, won: event.type === 'lead.won', attributes: lead.attributes }
        : null;
    case 'lead.closed':
    case 'lead.marked-invalid':
      return null;
    default:
      return undefined;
  }
}

/** The events that count: what a retracted import brought is void. */
function lasting(events: readonly LeadEvent[]): readonly LeadEvent[] {
  const retracted = new Set(events.flatMap((event) => (event.type === 'lead.import-retracted' ? [event.data.importId] : [])));
  return retracted.size === 0
    ? events
    : events.filter(({ metadata }) => metadata.importId === undefined || !retracted.has(metadata.importId));
}

/** The closing that stands after these events. */
function closingAfter(events: readonly LeadEvent[]): Closing | null {
  let closing: Closing | null = null;
  let lead: OpenLead | null = null;
  for (const event of lasting(events)) {
    lead = next(lead, event);
    if (event.type === 'lead.reopened') closing = null;
    const ended = lead && closingOf(lead, event, lead.lastStart);
    if (ended !== undefined) closing = ended;
  }
  return closing;
}

const toldFrom = (events: readonly LeadEvent[]): OpenLead | null => lasting(events).reduce(next, null);

function next(lead: OpenLead | null, event: LeadEvent): OpenLead | null {
  const start = effectiveStart(event.metadata.occurredAt, lead?.lastStart ?? -Infinity);
  if (event.type === 'lead.captured') return capturedLead(event, start);
  if (!lead) return null;
  if (isOwnership(event) || event.type === 'lead.ownership-corrected') return movedLead(lead, event, event.data.to, start, null);
  return toldLead(lead, event, start);
}
