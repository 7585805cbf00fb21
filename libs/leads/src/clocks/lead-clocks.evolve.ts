import { type LeadEvent, type LeadEventType } from '../lead-state.js';
import { extended, qualifies } from './activity.js';
import { isRunning, type LeadClocks, noClocks, type Protection, type SlaClock } from './lead-clocks.js';

const ms = (instant: string): number => Date.parse(instant);

const STARTS_A_CLOCK: ReadonlySet<string> = new Set<LeadEventType>([
  'lead.protection-started',
  'lead.sla-started',
  'lead.next-action-planned',
  'lead.waiting-declared',
  'lead.closed',
  'lead.contract-dated',
]);

/** Whether something may wait from this event on; where no event of a lead does it, its clocks are `noClocks`. */
export const startsClock = ({ type }: Pick<LeadEvent, 'type'>): boolean => STARTS_A_CLOCK.has(type);

/**
 * Folds one event into what waits for its time. `start` is where the event begins on the effective clock. Whether a protection still stands is
 * decided where it is read: it ends with the holding it names.
 */
export function evolveClocks(clocks: LeadClocks, event: LeadEvent, start: number): LeadClocks {
  switch (event.type) {
    case 'lead.captured':
      return noClocks;
    case 'lead.follow-up-recorded':
      return followedUp(clocks, event, start);
    case 'lead.won':
    case 'lead.lost':
    case 'lead.marked-invalid':
      return closed(clocks, start);
    case 'lead.closed': {
      const { revisitAt, reason } = event.data;
      const revisit = revisitAt === undefined ? null : { closedEventId: event.id, at: ms(revisitAt), reason };
      return { ...closed(clocks, start), revisit };
    }
    case 'lead.reopened':
      return { ...clocks, revisit: null };
    case 'lead.stage-entered':
    case 'lead.attributes-changed':
    case 'lead.inquiry-received':
    case 'lead.unlocked':
      return askedAgain(clocks, start);
    case 'lead.protection-started': {
      const { policy } = event.metadata;
      const { lastActivity, maximumAt, defaultDueAt: _default, ...data } = event.data;
      const protection: Protection = {
        ...data,
        policy: policy ?? null,
        from: ms(data.from),
        dueAt: ms(data.dueAt),
        maximumAt: maximumAt === null ? null : ms(maximumAt),
        lastActivity: lastActivity && { followUpId: lastActivity.followUpId, at: ms(lastActivity.at) },
        remindedOf: null,
        exemptAt: null,
        askedAgainAt: null,
      };
      return { ...clocks, protection };
    }
    case 'lead.protection-ended':
      return ofProtection(clocks, event.data.protectionId, () => null);
    case 'lead.recycling-reminded':
      return ofProtection(clocks, event.data.protectionId, (protection) => ({ ...protection, remindedOf: ms(event.data.dueAt) }));
    case 'lead.recycling-exempted':
      return ofProtection(clocks, event.data.protectionId, (protection) => ({ ...protection, exemptAt: ms(event.data.dueAt) }));
    case 'lead.sla-started': {
      const { slaId, clock, causeEventId, from, dueAt, targetMs, calendar, pausesWhileWaiting, stops } = event.data;
      const started: SlaClock = {
        slaId,
        clock,
        policy: event.metadata.policy ?? null,
        causeEventId,
        from: ms(from),
        dueAt: ms(dueAt),
        targetMs,
        calendar,
        pausesWhileWaiting,
        stops,
        pauses: [],
        paused: null,
        breachedAt: null,
        met: null,
        droppedAt: null,
      };
      return { ...clocks, slas: [...clocks.slas, started] };
    }
    case 'lead.sla-paused': {
      const { slaId, at, waitingId, remainingMs } = event.data;
      return ofSla(clocks, slaId, (sla) => ({
        ...sla,
        paused: { waitingId, remainingMs },
        pauses: [...sla.pauses, { from: ms(at), until: null }],
      }));
    }
    case 'lead.sla-resumed': {
      const { slaId, at, dueAt } = event.data;
      return ofSla(clocks, slaId, (sla) => ({
        ...sla,
        dueAt: ms(dueAt),
        paused: null,
        pauses: sla.pauses.map((pause) => (pause.until === null ? { ...pause, until: ms(at) } : pause)),
      }));
    }
    case 'lead.sla-met': {
      const { slaId, at, by, late, elapsedMs } = event.data;
      return ofSla(clocks, slaId, (sla) => ({ ...sla, paused: null, met: { at: ms(at), by, late, elapsedMs } }));
    }
    case 'lead.sla-breached':
      return ofSla(clocks, event.data.slaId, (sla) => ({ ...sla, breachedAt: ms(event.data.dueAt) }));
    case 'lead.next-action-planned': {
      const { actionId, action, dueAt, by, from } = event.data;
      const nextAction = { actionId, action, plannedAt: start, dueAt: ms(dueAt), by, overdue: false };
      const contract =
        from?.kind === 'renewal' && clocks.contract?.contractId === from.id ? { ...clocks.contract, renewed: true } : clocks.contract;
      return { ...clocks, nextAction, contract };
    }
    case 'lead.next-action-moved': {
      const { actionId, dueAt, by } = event.data;
      if (clocks.nextAction?.actionId !== actionId) return clocks;
      return { ...clocks, nextAction: { ...clocks.nextAction, dueAt: ms(dueAt), by, overdue: false } };
    }
    case 'lead.next-action-done':
    case 'lead.next-action-cancelled':
      return clocks.nextAction?.actionId === event.data.actionId ? { ...clocks, nextAction: null } : clocks;
    case 'lead.next-action-overdue':
      if (clocks.nextAction?.actionId !== event.data.actionId) return clocks;
      return { ...clocks, nextAction: { ...clocks.nextAction, overdue: true } };
    case 'lead.waiting-declared': {
      const { waitingId, on, for: what, until } = event.data;
      return { ...clocks, waiting: { waitingId, on, for: what, from: start, until: ms(until) } };
    }
    case 'lead.waiting-ended':
      return clocks.waiting?.waitingId === event.data.waitingId ? { ...clocks, waiting: null } : clocks;
    case 'lead.contract-dated':
      return { ...clocks, contract: { ...event.data, datedAt: start, renewed: false } };
    default:
      return clocks;
  }
}

/** A human contact fulfils what was planned before it; an answer of the customer ends the waiting for it. */
function followedUp(clocks: LeadClocks, event: LeadEvent<'lead.follow-up-recorded'>, start: number): LeadClocks {
  const { data } = event;
  if (data.automatic) return clocks;
  const { protection, waiting, nextAction } = clocks;
  return {
    ...clocks,
    protection: protection && qualifies(protection, data) ? extended(protection, data.followUpId, start) : protection,
    nextAction: nextAction && start < nextAction.plannedAt ? nextAction : null,
    waiting: waiting && data.direction === 'inbound' && start >= waiting.from ? null : waiting,
  };
}

/** Nothing of an open lead waits any more; what its contract says stays. */
const closed = (clocks: LeadClocks, start: number): LeadClocks => ({
  ...noClocks,
  contract: clocks.contract,
  slas: clocks.slas.map((sla) => (isRunning(sla) ? { ...sla, paused: null, droppedAt: start } : sla)),
});

/** What made the lead exempt may be so no more. */
const askedAgain = (clocks: LeadClocks, start: number): LeadClocks =>
  clocks.protection?.exemptAt == null ? clocks : { ...clocks, protection: { ...clocks.protection, exemptAt: null, askedAgainAt: start } };

const ofProtection = (clocks: LeadClocks, id: string, change: (protection: Protection) => Protection | null): LeadClocks =>
  clocks.protection?.protectionId === id ? { ...clocks, protection: change(clocks.protection) } : clocks;

const ofSla = (clocks: LeadClocks, id: string, change: (sla: SlaClock) => SlaClock): LeadClocks => ({
  ...clocks,
  slas: clocks.slas.map((sla) => (sla.slaId === id ? change(sla) : sla)),
});
