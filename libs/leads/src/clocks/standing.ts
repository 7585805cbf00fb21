import { addSpan } from '#libs/calendar';
import { holderAt, type LeadState, type OwnershipEntry } from '../lead-state.js';
import { type Protection } from './lead-clocks.js';

/** Who works an open lead now, and since when: the ownership event, or the reopening after it. Null where nobody does. */
export function workedBy(state: LeadState): { readonly holding: OwnershipEntry; readonly since: number } | null {
  const holding = holderAt(state, Infinity);
  if (state.status !== 'open' || (holding?.to.kind !== 'person' && holding?.to.kind !== 'team')) return null;
  let since = holding.start;
  for (let past = state.past; past; past = past.before)
    if (past.event.type === 'lead.reopened') {
      since = Math.max(since, Date.parse(past.event.metadata.occurredAt.value ?? past.event.metadata.knownAt));
      break;
    }
  return { holding, since };
}

/** The protection of whoever has the lead now; null where none was decided yet, or it ended. */
export function standingProtection(state: LeadState): Protection | null {
  const { protection } = state.clocks;
  return protection && workedBy(state)?.holding.eventId === protection.ownershipEventId ? protection : null;
}

/** When the lead goes back: at its due time, or when it changed after an exemption. Null: it is exempt until something changes. */
export function recycleAt({ lock }: Pick<LeadState, 'lock'>, { dueAt, exemptAt, askedAgainAt }: Protection): number | null {
  const due = Math.max(dueAt, askedAgainAt ?? -Infinity);
  if (exemptAt === null || dueAt > exemptAt) return due;
  return lock?.until == null ? null : Math.max(due, lock.until);
}

/** When the holder is reminded of the present due time; null: was reminded, or never is. */
export function remindAt({ dueAt, remindBefore, remindedOf, from, zone }: Protection): number | null {
  if (remindBefore === null || remindedOf === dueAt) return null;
  return Math.max(from, addSpan(dueAt, { days: -remindBefore.days, ms: -remindBefore.ms }, zone));
}
