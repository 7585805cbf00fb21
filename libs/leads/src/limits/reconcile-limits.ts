import { type RepLimitsKeeper, type ReturnReason } from '#libs/dispatch';
import { type EventLog, eventToAppend, type FoldedStream, foldStream } from '#libs/event-store';
import { type Clock, concurrently, derivedId, newId, readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { leadFold, leadStream } from '../lead-fold.js';
import { type LeadState } from '../lead-state.js';
import { type KeyedHash } from '../ports.js';
import { holdingRep } from './change-of-hands.js';
import { hasArrivedIn } from './has-arrived.js';

export interface ReconcileDependencies {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly limits: RepLimitsKeeper;
  readonly clock: Clock;
  readonly keyedHash: KeyedHash;
  /** A reservation younger than this may be of a command under way: far longer than any command takes. */
  readonly graceMs?: number;
}

export interface Reconciled {
  readonly reps: number;
  /** Reservations that a crash left open, by why they were returned. */
  readonly returned: Readonly<Record<ReturnReason, number>>;
  /** Leads that came past the limits: an import, or a command that was under way when the first limit was set. */
  readonly adopted: number;
}

const GRACE_MS = 60_000;
const IN_FLIGHT = 8;
const actor = { kind: 'automation', id: 'limits-reconciler', assurance: 'internal' } as const;

/**
 * Closes what a crash left open between a rep's stream and its leads'. The tables say where to look, the streams alone decide; done twice, or
 * beside commands, it does no harm. `all`: every rep with postings, not only those whose numbers differ.
 */
export async function reconcileLimits(dependencies: ReconcileDependencies, all = false): Promise<Reconciled> {
  const { rows } = await dependencies.pool.query<{ rep: string }>({
    name: 'differing-accounts',
    text: readSql(import.meta.url, './differing-accounts.sql'),
    values: [all],
  });
  const returned: Record<ReturnReason, number> = { 'not-taken': 0, lost: 0, closed: 0 };
  let adopted = 0;
  for (const { rep } of rows) {
    const found = await reconcileRep(dependencies, rep);
    for (const because of found.returned) returned[because]++;
    adopted += found.adopted;
  }
  return { reps: rows.length, returned, adopted };
}

async function reconcileRep(dependencies: ReconcileDependencies, rep: string) {
  const { log, pool, limits, clock, graceMs = GRACE_MS } = dependencies;
  const now = clock.now().getTime();
  const envelope = { commandId: newId(), actor };
  const { rows } = await pool.query<{ lead: string }>({
    name: 'held-now',
    text: readSql(import.meta.url, './held-now.sql'),
    values: [rep],
  });
  const held = new Set(rows.map(({ lead }) => lead));
  const open = await limits.openOf(rep);
  const read = (leadId: string): Promise<FoldedStream<LeadState>> => foldStream(log, leadStream(leadId), leadFold);

  const crowded = new Set<string>();
  const reserved = new Set<string>();
  for (const { leadId } of open) (reserved.has(leadId) ? crowded : reserved).add(leadId);
  const stale = open.filter(({ leadId, knownAt }) => (!held.has(leadId) || crowded.has(leadId)) && Date.parse(knownAt) + graceMs <= now);
  const returned = await concurrently(stale, IN_FLIGHT, async (reservation): Promise<ReturnReason | null> => {
    const { leadId, commandId, reservationId } = reservation;
    const folded = await read(leadId);
    const hasArrived = hasArrivedIn(folded.state);
    const isHeld = holdingRep(folded.state, now) === rep;
    if (commandId === null || reservationId === null || hasArrived(commandId)) {
      if (isHeld) return null;
      const because = folded.state.status === 'open' ? 'lost' : 'closed';
      await limits.giveBack(rep, leadId, because, hasArrived, envelope);
      return because;
    }
    // The only one of a lead that the rep has keeps the lead counted, whoever made it.
    if (isHeld && !crowded.has(leadId)) return null;
    if (!(await lapsed(dependencies, rep, leadId, reservationId, folded))) return null;
    await limits.withdraw(rep, leadId, reservationId, envelope);
    return 'not-taken';
  });

  const missing = [...held].filter((leadId) => !reserved.has(leadId));
  const found = await concurrently(missing, IN_FLIGHT, async (leadId) =>
    holdingRep((await read(leadId)).state, now) === rep ? [leadId] : [],
  );
  const toAdopt = found.flat();
  if (toAdopt.length > 0) await limits.adopt(rep, toAdopt, envelope);
  return { returned: returned.filter((because) => because !== null), adopted: toAdopt.length };
}

/**
 * A command that stands still between its reservation and its append decided on the lead as it was then: after this event its append finds it
 * changed, and it asks the limits anew. Only then may another have the place. False: the lead has just changed, and is looked at again later.
 */
async function lapsed(
  { log, keyedHash, clock }: ReconcileDependencies,
  rep: string,
  leadId: string,
  reservationId: string,
  { revision, knownAt }: FoldedStream<LeadState>,
): Promise<boolean> {
  if (revision < 0) return true;
  const stream = leadStream(leadId);
  const commandId = derivedId('lapse', reservationId, revision);
  const now = clock.now().toISOString();
  const lapse = eventToAppend(
    stream,
    0,
    { type: 'lead.reservation-lapsed', data: { reservationId, rep } },
    {
      actor,
      commandId,
      commandHash: keyedHash('command', commandId),
      correlationId: commandId,
      causationId: commandId,
      occurredAt: { precision: 'instant', value: now },
      knownAt: knownAt !== null && knownAt > now ? knownAt : now,
    },
  );
  return (await log.append(stream, [lapse], revision)).kind === 'appended';
}
