import { type LedgerEvent } from '#libs/contracts';
import { type OpenReservation } from './open-reservations.js';
import { type HasArrived, type LimitedLead, type ReturnReason } from './rep-limits.port.js';

type Counted = NonNullable<OpenReservation['counted']>;
type Taken = LedgerEvent<'rep.reservation-taken'>;
type Returned = LedgerEvent<'rep.reservation-returned'>;

/** A reservation as one run of a command asks for it. */
interface Reservation {
  readonly leadId: string;
  readonly reservationId: string;
  readonly commandId: string;
  readonly counted: Counted;
}

export const countedBy = ({ purpose, fromPool }: LimitedLead, day: string): Counted => ({ purpose, pool: fromPool ?? null, day });

/** What commands that never got the lead say of their days, each once however often it was sent. */
export function pendingOf(open: readonly OpenReservation[], hasArrived: HasArrived): readonly Counted[] {
  const byCommand = new Map<string, Counted>();
  for (const { commandId, counted } of open)
    if (commandId !== null && counted !== null && !hasArrived(commandId)) byCommand.set(commandId, counted);
  return [...byCommand.values()];
}

/**
 * The lead reserved by this run, beside whoever has reserved it too; nothing where it is so already. A command that was sent before counts on the
 * day, and as from the pool, that it said then.
 */
export function takenBeside(open: readonly OpenReservation[], asked: Reservation): readonly (Taken | Returned)[] {
  const { leadId, reservationId, commandId } = asked;
  const isOwn = (one: OpenReservation): boolean => one.reservationId === reservationId;
  const others = open.filter((one) => !isOwn(one));
  const sentBefore = others.find((one) => one.commandId === commandId)?.counted;
  const counted = sentBefore ?? asked.counted;
  const own = open.find(isOwn)?.counted;
  if (own && own.purpose === counted.purpose && own.pool === counted.pool && own.day === counted.day) return [];
  const beside = sentBefore ? ('same-command' as const) : others.length > 0 ? ('other-command' as const) : undefined;
  const taken: Taken = { type: 'rep.reservation-taken', data: { reservationId, leadId, ...counted, ...(beside && { beside }) } };
  return [...returnsOf(open, 'not-taken', isOwn), taken];
}

/**
 * The returns of those that are meant, in their order. What was never taken is undone in its day, unless the same command, sent twice, has another
 * one; what is given back was taken all the same.
 */
export function returnsOf(
  open: readonly OpenReservation[],
  because: ReturnReason,
  isMeant: (one: OpenReservation) => boolean,
): readonly Returned[] {
  let left = open;
  return open.filter(isMeant).map((one) => {
    left = left.filter((other) => other !== one);
    const isUndone = because === 'not-taken' && !left.some(({ commandId }) => commandId !== null && commandId === one.commandId);
    const { leadId, reservationId, counted } = one;
    const data = { reservationId, leadId, because, undone: isUndone ? counted : null, ...(left.length > 0 && { beside: true as const }) };
    return { type: 'rep.reservation-returned', data };
  });
}
