import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { type Known } from '../people-as-known/known-people.js';
import { type Period } from '../period.js';

/** How long leads wait for somebody to distribute them, and whether a rule is worth it. Milliseconds of real time, by nearest rank. */
export interface DispatchWait {
  readonly pool: string;
  readonly leads: number;
  /** Nobody has assigned or claimed them yet. */
  readonly waiting: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  readonly thresholdMs: number;
  readonly adviseRule: boolean;
  readonly text: string;
}

/** With fewer there is nothing to learn from. */
const ENOUGH = 5;

/** Waiting for a dispatcher is a delay of its own: automation is advised only where it passes a threshold. */
export async function dispatchWait(
  pool: Pool,
  poolId: string,
  { from, to }: Period,
  thresholdMs: number,
  { position, knownAt }: Known,
): Promise<DispatchWait> {
  const values = [poolId, new Date(from).toISOString(), new Date(to).toISOString(), position, knownAt];
  const { rows } = await pool.query<{ wait: number | null }>(readSql(import.meta.url, './dispatch-waits.sql'), values);
  return adviceOf(
    poolId,
    rows.map(({ wait }) => wait),
    thresholdMs,
  );
}

/** Pure. Null: still waiting. */
export function adviceOf(pool: string, waits: readonly (number | null)[], thresholdMs: number): DispatchWait {
  const over = waits.filter((wait) => wait !== null).sort((a, b) => a - b);
  const rank = (share: number): number | null => over[Math.max(0, Math.ceil(share * over.length) - 1)] ?? null;
  const medianMs = rank(0.5);
  const waiting = waits.length - over.length;
  const adviseRule = waits.length >= ENOUGH && (medianMs === null || medianMs > thresholdMs || waiting > over.length);
  const said = { pool, leads: waits.length, waiting, medianMs, p90Ms: rank(0.9), thresholdMs, adviseRule };
  return { ...said, text: textOf(said) };
}

function textOf({ leads, waiting, medianMs, thresholdMs, adviseRule }: Omit<DispatchWait, 'text'>): string {
  const minutes = (ms: number): string => `${Math.round(ms / 6_000) / 10} minutes`;
  if (leads < ENOUGH) return `Only ${leads} leads came in: too few to advise anything`;
  const wait =
    medianMs === null
      ? `nobody took any of ${leads} leads`
      : `half of ${leads} leads waited longer than ${minutes(medianMs)} for a person, ${waiting} wait still`;
  return adviseRule
    ? `${wait}: a rule would save that time (threshold ${minutes(thresholdMs)})`
    : `${wait}: people are fast enough, leave it to them (threshold ${minutes(thresholdMs)})`;
}
