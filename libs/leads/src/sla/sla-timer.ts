import { effectiveStart } from '#libs/calendar';
import { type EventData } from '#libs/contracts';
import { foldStream } from '#libs/event-store';
import { type DueTimer, type Fired, type TimerKind } from '#libs/jobs';
import { derivedId } from '#libs/platform';
import { appendClock, type ClockDependencies } from '../clocks/append-clock.js';
import { isRunning, type SlaClock } from '../clocks/lead-clocks.js';
import { leadTimer } from '../clocks/lead-timers.js';
import { type PolicyBook } from '../clocks/policy-book.js';
import { isoInstant } from '../instant.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { holderAt, type LeadEvent, type LeadState } from '../lead-state.js';
import { endsWaiting, waitsForCustomer } from './sla-changes.js';
import { ends } from './sla-rules.js';
import { type SlaSpec } from './sla-spec.js';

export interface SlaTimerDependencies extends ClockDependencies {
  readonly policies: PolicyBook<SlaSpec>;
}

const OFF_AGAIN_MS = 3_600_000;
/** For the reaction to what is in the log already. */
const REACTION_MS = 2_000;

/** A service time that nobody kept: the breach is on record at its due time, with who had the lead then and before. */
export const slaTimerKind = (dependencies: SlaTimerDependencies): TimerKind => ({
  kind: leadTimer.sla,
  fire: (timer) => fireSla(dependencies, timer),
});

async function fireSla(dependencies: SlaTimerDependencies, { subject: leadId, detail, dueAt }: DueTimer): Promise<Fired> {
  const { log, policies, clock } = dependencies;
  const slaId = String(detail['slaId']);
  const { state } = await foldStream(log, leadStream(leadId), leadFold);
  const due = dueClock(state, slaId, dueAt);
  if (!due?.policy) return { kind: 'void' };
  if (isSettledInLog(state, due)) return { kind: 'wait', because: 'What stops it is in the log already', forMs: REACTION_MS };
  const policy = await policies.switchOf(due.policy.name, clock.now().getTime());
  if (policy.kind !== 'on') return { kind: 'wait', because: 'The policy is switched off', forMs: OFF_AGAIN_MS };
  await appendClock(dependencies, leadId, { commandId: derivedId('sla-breach', slaId, dueAt) }, (now) => {
    const sla = dueClock(now, slaId, dueAt);
    if (!sla || isSettledInLog(now, sla)) return null;
    return { facts: [{ type: 'lead.sla-breached', data: breachOf(now, sla) }], policy: sla.policy, at: Math.max(sla.dueAt, policy.since) };
  });
  return { kind: 'fired' };
}

const dueClock = (state: LeadState, slaId: string, dueAt: string): SlaClock | null =>
  state.clocks.slas.find(
    (sla) => sla.slaId === slaId && isRunning(sla) && sla.breachedAt === null && !sla.paused && isoInstant(sla.dueAt) === dueAt,
  ) ?? null;

/**
 * Somebody answered, or went to wait for the customer, before it was due, and the reaction to it is still to come. Waiting that was declared again
 * meanwhile changes nothing, as it changes nothing for the reaction.
 */
function isSettledInLog(state: LeadState, sla: SlaClock): boolean {
  let waits = false;
  for (const event of eventsSince(state, sla.causeEventId)) {
    const start = effectiveStart(event.metadata.occurredAt, -Infinity);
    if (ends(sla, event, start) && start <= sla.dueAt) return true;
    if (endsWaiting(event)) waits = false;
    else if (sla.pausesWhileWaiting && waitsForCustomer(event) && !waits && start >= sla.from && start < sla.dueAt) {
      if (sla.pauses.every((pause) => pause.from !== start)) return true;
      waits = true;
    }
  }
  return false;
}

/** What came behind an event, in order of the log. */
function eventsSince({ past }: LeadState, eventId: string): LeadEvent[] {
  const events: LeadEvent[] = [];
  for (let at = past; at && at.event.id !== eventId; at = at.before) events.push(at.event);
  return events.reverse();
}

function breachOf(state: LeadState, sla: SlaClock): EventData<'lead.sla-breached'> {
  const holding = holderAt(state, sla.dueAt);
  return {
    slaId: sla.slaId,
    clock: sla.clock,
    dueAt: isoInstant(sla.dueAt),
    holder: holding?.to ?? { kind: 'unknown' },
    team: holding?.team ?? null,
    earlier: earlierHolders(state, sla),
    pauses: sla.pauses.map(({ from, until }) => ({ from: isoInstant(from), until: until === null ? null : isoInstant(until) })),
  };
}

/** Who else had the lead since the clock began, in order. */
function earlierHolders(state: LeadState, { from, dueAt }: SlaClock): EventData<'lead.sla-breached'>['earlier'] {
  const bounds = state.ownership.map(({ start }) => start).filter((start) => start > from && start <= dueAt);
  return bounds.map((until, index) => {
    const began = bounds[index - 1] ?? from;
    const holder = holderAt(state, began)?.to ?? { kind: 'unknown' as const };
    return { holder, from: Number.isFinite(began) ? isoInstant(began) : null, until: isoInstant(until) };
  });
}
