import { type RecordedLedgerEvent } from '#libs/contracts';
import { type OrganisationReader } from '#libs/dispatch';
import { type EventToAppend } from '#libs/event-store';
import { newId } from '#libs/platform';
import { type OrganisationView } from '../decision.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { type LeadState } from '../lead-state.js';
import { holdingRep } from './change-of-hands.js';
import { hasArrivedIn } from './has-arrived.js';
import { untroubled } from './untroubled.js';

/** Whether leads of this rep are posted, because their number is limited. */
export type IsPosted = (rep: string) => Promise<boolean>;

/** As things are at `at` (milliseconds) or a little later: each rep is asked for once, and only where a case gives them a lead. */
export function postedReps(reader: Pick<OrganisationReader, 'rep'>, known: OrganisationView, at: number): IsPosted {
  const asked = new Map<string, Promise<boolean>>();
  const ask = async (rep: string): Promise<boolean> =>
    rep.length <= LONGEST_ID && ((known.rep(rep) ?? (await reader.rep(rep)))?.isBoundedAt(at) ?? false);
  return (rep) => {
    let answer = asked.get(rep);
    if (!answer) asked.set(rep, (answer = ask(rep)));
    return answer;
  };
}

/** History may name people as it likes; those who work here have shorter ids. */
const LONGEST_ID = 128;

/** What is to be appended, and the lead before and after it. */
interface PlannedChange {
  readonly leadId: string;
  readonly before: LeadState;
  readonly after: LeadState;
  readonly events: readonly EventToAppend[];
}

/**
 * Puts one case into the log with what it means for the stocks of reps: whoever gets the lead has it counted before it is there, so that no
 * limit is passed meanwhile; whoever lost it, after. An import is never refused for a limit, nor does it fail where only the return is
 * missing: the reconciler posts that.
 */
export async function withPostings(
  { limits }: Pick<LeadDependencies, 'limits'>,
  isPosted: IsPosted,
  { leadId, before, after, events }: PlannedChange,
  at: number,
  append: () => Promise<boolean>,
): Promise<boolean> {
  const last = events.at(-1);
  const [had, has] = [holdingRep(before, at), holdingRep(after, at)];
  if (!last || had === has) return append();
  const { commandId, actor } = (last as RecordedLedgerEvent).metadata;
  const said = { commandId, actor };
  const hasArrived = hasArrivedIn(before);
  const reservationId = newId();
  const isReserved = has !== null && (await isPosted(has));
  if (isReserved) await limits.take({ rep: has, leadId, purpose: 'adopted', reservationId, evenAtCapacity: true, hasArrived }, said);
  if (!(await append())) {
    if (isReserved) await untroubled(limits.withdraw(has, leadId, reservationId, said));
    return false;
  }
  if (had !== null) await untroubled(limits.giveBack(had, leadId, after.status === 'open' ? 'lost' : 'closed', hasArrived, said));
  return true;
}
