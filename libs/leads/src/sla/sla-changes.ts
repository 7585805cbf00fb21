import { addWorkingMs, effectiveStart, workingMs } from '#libs/calendar';
import { derivedId } from '#libs/platform';
import { type LeadFact } from '../decision.js';
import { leadFacts, readAs } from '../clocks/lead-facts.js';
import { isRunning, type SlaClock } from '../clocks/lead-clocks.js';
import { type PolicyHolding } from '../clocks/policy-book.js';
import { isoInstant } from '../instant.js';
import { holderAt, type LeadEvent, type LeadState } from '../lead-state.js';
import { type SlaCalendar, type SlaCalendars } from './sla-calendars.js';
import { begins, ends } from './sla-rules.js';
import { type SlaRule, type SlaSpec } from './sla-spec.js';

/** Working time of a clock up to an instant, its pauses left out. */
export const elapsedMs = ({ calendar }: SlaCalendar, { from, pauses }: Pick<SlaClock, 'from' | 'pauses'>, at: number): number =>
  pauses.reduce((sum, pause) => sum - workingMs(calendar, pause.from, Math.min(at, pause.until ?? at)), workingMs(calendar, from, at));

/** Where no working time is left, it counts as round the clock: a due time that never comes would be silence. */
export const dueAfter = ({ calendar }: SlaCalendar, from: number, ms: number): number => addWorkingMs(calendar, from, ms) ?? from + ms;

/**
 * What an event means for the service times of one policy on the lead as it is now: met, paused, resumed, begun. Each at most once for the same
 * event, because what it meant before is in the state.
 */
export async function slaChanges(
  state: LeadState,
  event: LeadEvent,
  policy: { readonly name: string; readonly version: number; readonly holding: PolicyHolding<SlaSpec> | null },
  calendars: SlaCalendars,
): Promise<{ readonly facts: readonly LeadFact[]; readonly at: number }> {
  const at = effectiveStart(event.metadata.occurredAt, -Infinity);
  const facts: LeadFact[] = [];
  const running = state.clocks.slas.filter(
    (sla) => isRunning(sla) && sla.policy?.name === policy.name && sla.policy.version === policy.version,
  );
  for (const sla of running) {
    const calendar = await calendars.byId(sla.calendar?.id ?? null, at);
    const { slaId } = sla;
    if (ends(sla, event, at)) {
      const by = event.type === 'lead.follow-up-recorded' ? event.data.by : event.metadata.actor.id;
      const elapsed = Math.max(0, elapsedMs(calendar, sla, at));
      const data = { slaId, at: isoInstant(at), byEventId: event.id, by, elapsedMs: elapsed, late: sla.paused === null && at > sla.dueAt };
      facts.push({ type: 'lead.sla-met', data });
    } else if (sla.paused && endsWaiting(event)) {
      const dueAt = isoInstant(dueAfter(calendar, at, sla.paused.remainingMs));
      facts.push({ type: 'lead.sla-resumed', data: { slaId, at: isoInstant(at), dueAt } });
    } else if (
      !sla.paused &&
      sla.pausesWhileWaiting &&
      sla.breachedAt === null &&
      at >= sla.from &&
      at < sla.dueAt &&
      waitsForCustomer(event)
    ) {
      const remainingMs = workingMs(calendar.calendar, at, sla.dueAt);
      facts.push({ type: 'lead.sla-paused', data: { slaId, at: isoInstant(at), waitingId: event.data.waitingId, remainingMs } });
    }
  }
  if (state.status === 'open' && policy.holding && event.metadata.importId === undefined && Number.isFinite(at))
    for (const rule of policy.holding.spec.clocks)
      if (mayBegin(state, rule, event, policy.name)) facts.push(await begun(state, rule, event, at, policy.holding, calendars));
  return { facts, at };
}

export const waitsForCustomer = (event: LeadEvent): event is LeadEvent<'lead.waiting-declared'> =>
  event.type === 'lead.waiting-declared' && event.data.on === 'customer';

export const endsWaiting = (event: LeadEvent): boolean =>
  event.type === 'lead.waiting-ended' ||
  (event.type === 'lead.waiting-declared' && event.data.on !== 'customer') ||
  (event.type === 'lead.follow-up-recorded' && event.data.direction === 'inbound' && !event.data.automatic);

/** Of one name at most one runs on a lead; the first response is asked for once. */
function mayBegin(state: LeadState, rule: SlaRule, event: LeadEvent, policy: string): boolean {
  if (!begins(rule, event)) return false;
  const same = state.clocks.slas.filter((sla) => sla.clock === rule.name && sla.policy?.name === policy);
  if (same.some((sla) => isRunning(sla) || sla.causeEventId === event.id)) return false;
  return (rule.starts !== 'captured' || same.length === 0) && (rule.when === null || rule.when.evaluate(leadFacts(state)) === true);
}

async function begun(
  state: LeadState,
  rule: SlaRule,
  event: LeadEvent,
  from: number,
  { spec, name, version, codes }: PolicyHolding<SlaSpec>,
  calendars: SlaCalendars,
): Promise<LeadFact> {
  const holding = holderAt(state, from);
  const found = await calendars.of(spec.calendar, holding?.to ?? { kind: 'unknown' }, holding?.team ?? null, from);
  return {
    type: 'lead.sla-started',
    data: {
      slaId: derivedId('sla', name, version, rule.name, event.id),
      clock: rule.name,
      causeEventId: event.id,
      from: isoInstant(from),
      dueAt: isoInstant(dueAfter(found, from, rule.targetMs)),
      targetMs: rule.targetMs,
      calendar: found.said,
      pausesWhileWaiting: rule.pausesWhileWaiting,
      stops: rule.stops,
      ...(rule.when !== null && readAs(codes, leadFacts(state))),
    },
  };
}
