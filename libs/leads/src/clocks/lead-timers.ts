import { addSpan, firstInstantOfDay } from '#libs/calendar';
import { type TimerRow, type TimerSource } from '#libs/jobs';
import { isoInstant } from '../instant.js';
import { leadFold } from '../lead-fold.js';
import { type LeadState } from '../lead-state.js';
import { isLeadEvent } from '../ownership/placed-events.js';
import { type Contract, isRunning } from './lead-clocks.js';
import { startsClock } from './lead-clocks.evolve.js';
import { recycleAt, remindAt, standingProtection } from './standing.js';

/** Names of the timers of a lead; each has one kind that fires it. */
export const leadTimer = {
  recycle: 'recycle',
  remind: 'remind-of-recycling',
  sla: 'sla-due',
  nextAction: 'next-action-overdue',
  waiting: 'waiting-over',
  revisit: 'revisit',
  renewal: 'renewal',
} as const;

/** A promise is escalated when it is this much late, not at the minute. */
const OVERDUE_AFTER_MS = 24 * 3_600_000;

/** Everything of a lead that waits for its time. Raise `LEAD_TIMERS_VERSION` where it changes what it gives. */
export const leadTimers: TimerSource = {
  category: 'lead',
  timersOf: (_stream, events) => {
    const leadEvents = events.filter(isLeadEvent);
    if (!leadEvents.some(startsClock)) return [];
    const state = leadEvents.reduce(leadFold.evolve, leadFold.initial);
    return state.leadId === null || state.status === 'none' ? [] : timersOf(state, state.leadId);
  },
};
export const LEAD_TIMERS_VERSION = 2;

function timersOf(state: LeadState, lead: string): TimerRow[] {
  const { clocks, status } = state;
  const rows: TimerRow[] = [];
  const add = (kind: string, id: string, at: number, detail: TimerRow['detail']): void =>
    void rows.push({ timer: `${kind} ${id}`, kind, dueAt: isoInstant(at), subject: lead, detail });

  const protection = standingProtection(state);
  if (protection) {
    const { protectionId, policy, rule, pool, dueAt } = protection;
    const [remind, recycle] = [remindAt(protection), recycleAt(state, protection)];
    const detail = { protectionId, policy, rule, pool, dueAt: isoInstant(dueAt), toRemind: remind !== null };
    if (remind !== null) add(leadTimer.remind, lead, remind, detail);
    if (recycle !== null) add(leadTimer.recycle, lead, recycle, detail);
  }
  for (const sla of clocks.slas)
    if (isRunning(sla) && sla.breachedAt === null && sla.paused === null) add(leadTimer.sla, sla.slaId, sla.dueAt, { slaId: sla.slaId });
  if (status === 'open' && clocks.nextAction && !clocks.nextAction.overdue) {
    const { actionId, dueAt } = clocks.nextAction;
    add(leadTimer.nextAction, actionId, dueAt + OVERDUE_AFTER_MS, { actionId, dueAt: isoInstant(dueAt) });
  }
  if (status === 'open' && clocks.waiting)
    add(leadTimer.waiting, clocks.waiting.waitingId, clocks.waiting.until, { waitingId: clocks.waiting.waitingId });
  if (status === 'closed' && clocks.revisit)
    add(leadTimer.revisit, lead, clocks.revisit.at, { closedEventId: clocks.revisit.closedEventId });
  if (clocks.contract && !clocks.contract.renewed) {
    const { contractId } = clocks.contract;
    add(leadTimer.renewal, lead, renewalAt(clocks.contract), { contractId });
  }
  return rows;
}

/** The first instant of the day on which the renewal comes up; at once where that day had passed when the contract was dated. */
const renewalAt = ({ endsOn, zone, noticeDays, datedAt }: Contract): number =>
  Math.max(datedAt, addSpan(Date.parse(firstInstantOfDay(endsOn, zone)), { days: -noticeDays, ms: 0 }, zone));
