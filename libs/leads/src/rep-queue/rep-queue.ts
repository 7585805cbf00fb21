import { type LeadCard } from '../lead-card/lead-card.js';
import { inWords } from './in-words.js';

/** The ordering below, by name and version: a change of it is a new version, never an edit. */
export const REP_QUEUE_ORDERING = 'rep-queue@1';

const SOON_MS = 24 * 3_600_000;

export interface QueueRow {
  /** From 1. */
  readonly rank: number;
  /** Why it stands here, in plain words. */
  readonly because: string;
  /** The rule of the ordering that placed it. */
  readonly group: QueueGroup;
  readonly card: LeadCard;
}

type QueueGroup = 'overdue' | 'untouched' | 'due-soon' | 'nothing-planned' | 'planned';
const GROUPS: readonly QueueGroup[] = ['overdue', 'untouched', 'due-soon', 'nothing-planned', 'planned'];

interface Place {
  readonly group: QueueGroup;
  /** Ascending within the group. */
  readonly key: number;
  readonly because: string;
}

/**
 * Who today: the live leads of one rep in the order `rep-queue@1`.
 *
 * 1. `overdue`: the next action is due at or before now; the longest overdue first.
 * 2. `untouched`: the owner has not followed up since the lead became theirs, and no action of theirs is planned; who waits longest first.
 * 3. `due-soon`: the next action is due within 24 hours; the soonest first.
 * 4. `nothing-planned`: no next action; idle longest first.
 * 5. `planned`: the next action is due later; the soonest first.
 *
 * Equal places are in the order of lead ids. Unknown times count as the longest wait. `at` in milliseconds.
 */
export function repQueue(cards: readonly LeadCard[], at: number): QueueRow[] {
  return cards
    .filter(({ status }) => status === 'open')
    .map((card) => ({ card, place: placeOf(card, at) }))
    .sort(
      (a, b) =>
        GROUPS.indexOf(a.place.group) - GROUPS.indexOf(b.place.group) ||
        (a.place.key === b.place.key ? 0 : a.place.key < b.place.key ? -1 : 1) ||
        (a.card.lead < b.card.lead ? -1 : 1),
    )
    .map(({ card, place: { group, because } }, index) => ({ rank: index + 1, because, group, card }));
}

function placeOf(card: LeadCard, at: number): Place {
  const { nextAction, order } = card;
  if (nextAction) {
    const due = Date.parse(nextAction.dueAt);
    if (due <= at)
      return {
        group: 'overdue',
        key: due,
        because: `Next action “${nextAction.action}” is ${inWords(at - due)} overdue (due ${nextAction.dueAt})`,
      };
    const group = due - at <= SOON_MS ? 'due-soon' : 'planned';
    return { group, key: due, because: `Next action “${nextAction.action}” is due in ${inWords(due - at)} (${nextAction.dueAt})` };
  }
  if (card.untouchedByOwner) {
    const { heldSince } = order;
    const waited = heldSince === null ? 'an unknown time' : inWords(at - heldSince);
    return {
      group: 'untouched',
      key: heldSince ?? -Infinity,
      because: `Its owner has not followed up since it became theirs ${waited} ago`,
    };
  }
  const { idleSince } = order;
  const idle = idleSince === null ? 'an unknown time' : inWords(at - idleSince);
  return { group: 'nothing-planned', key: idleSince ?? -Infinity, because: `No next action is planned; idle for ${idle}` };
}
