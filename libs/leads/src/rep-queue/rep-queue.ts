import { type LeadCard } from '../lead-card/lead-card.js';
import { inWords } from './in-words.js';

/** The ordering below, by name and version: a change of it is a new version, never an edit. */
export const REP_QUEUE_ORDERING = 'rep-queue@3';

const SOON_MS = 24 * 3_600_000;

export interface QueueRow {
  /** From 1. */
  readonly rank: number;
  /** Why it stands here, in plain words. */
  readonly because: string;
  /** The rule of the ordering that placed it. */
  readonly group: QueueGroup;
  readonly card: LeadCard;
  /** The absent owner whose due work this is; null where it is the rep's own. */
  readonly coverFor: string | null;
}

/** Somebody away whose due work the rep handles: live leads, and the instant of return (null: not known). */
export interface CoveredOwner {
  readonly rep: string;
  readonly name: string;
  readonly until: string | null;
  readonly cards: readonly LeadCard[];
}

type QueueGroup = 'sla' | 'overdue' | 'untouched' | 'due-soon' | 'nothing-planned' | 'waiting' | 'planned';
const GROUPS: readonly QueueGroup[] = ['sla', 'overdue', 'untouched', 'due-soon', 'nothing-planned', 'waiting', 'planned'];

interface Place {
  readonly group: QueueGroup;
  /** Ascending within the group. */
  readonly key: number;
  readonly because: string;
}

/**
 * Who today: the live leads of one rep in the order `rep-queue@3`.
 *
 * 1. `sla`: somebody waits for an answer whose service time is over, or over within 24 hours; the earliest first.
 * 2. `overdue`: the next action is due at or before now; the longest overdue first.
 * 3. `untouched`: the owner has not followed up since the lead became theirs, and no action of theirs is planned; who waits longest first.
 * 4. `due-soon`: the next action is due within 24 hours; the soonest first.
 * 5. `nothing-planned`: no next action; idle longest first.
 * 6. `waiting`: nothing can be done before somebody answers; the nearest date first.
 * 7. `planned`: the next action is due later; the soonest first.
 *
 * Due work of owners whom the rep covers (`sla`, `overdue`, `untouched`, and `due-soon` where it is due before the owner is back) stands among the
 * rep's own by the same rules; version 1 had none of it. Version 2 knew neither service times nor waiting.
 *
 * Equal places are in the order of the attribute `priority` (the highest first), then of lead ids. Unknown times count as the longest wait. `at` in milliseconds.
 */
export function repQueue(cards: readonly LeadCard[], at: number, covered: readonly CoveredOwner[] = []): QueueRow[] {
  const own = cards.map((card) => ({ card, place: placeOf(card, at), coverFor: null }));
  const others = covered.flatMap((owner) =>
    owner.cards.flatMap((card) => {
      const place = placeOf(card, at);
      const because = `Cover for ${owner.name}${owner.until === null ? '' : ` until ${owner.until}`}: ${place.because}`;
      return fallsToCover(place, owner) ? [{ card, place: { ...place, because }, coverFor: owner.rep }] : [];
    }),
  );
  return [...own, ...others]
    .filter(({ card: { status } }) => status === 'open')
    .sort(
      (a, b) =>
        GROUPS.indexOf(a.place.group) - GROUPS.indexOf(b.place.group) ||
        (a.place.key === b.place.key ? 0 : a.place.key < b.place.key ? -1 : 1) ||
        priorityOf(b.card) - priorityOf(a.card) ||
        (a.card.lead < b.card.lead ? -1 : 1),
    )
    .map(({ card, place: { group, because }, coverFor }, index) => ({ rank: index + 1, because, group, card, coverFor }));
}

function fallsToCover({ group, key }: Place, { until }: CoveredOwner): boolean {
  if (group === 'sla' || group === 'overdue' || group === 'untouched') return true;
  return group === 'due-soon' && (until === null || key < Date.parse(until));
}

const priorityOf = ({ attributes }: LeadCard): number => {
  const { priority } = attributes;
  return typeof priority === 'number' ? priority : 0;
};

/** The service time that is over first; null where none is over within a day. */
function slaPlace({ slas }: LeadCard, at: number): Place | null {
  const running = slas
    .filter(({ state }) => state === 'running' || state === 'breached')
    .map((sla) => ({ ...sla, due: Date.parse(sla.dueAt) }));
  const [first] = running.sort((a, b) => a.due - b.due);
  if (!first || first.due - at > SOON_MS) return null;
  const because =
    first.due <= at ? `${first.clock} is ${inWords(at - first.due)} overdue` : `${first.clock} is due in ${inWords(first.due - at)}`;
  return { group: 'sla', key: first.due, because: `${because} (${first.dueAt})` };
}

function placeOf(card: LeadCard, at: number): Place {
  const { nextAction, order } = card;
  const sla = slaPlace(card, at);
  if (sla) return sla;
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
  if (card.waitingFor) {
    const until = Date.parse(card.waitingFor.until);
    return { group: 'waiting', key: until, because: `Waits for ${card.waitingFor.for} until ${card.waitingFor.until}` };
  }
  const { idleSince } = order;
  const idle = idleSince === null ? 'an unknown time' : inWords(at - idleSince);
  return { group: 'nothing-planned', key: idleSince ?? -Infinity, because: `No next action is planned; idle for ${idle}` };
}
