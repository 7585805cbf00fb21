import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { ALL_KNOWN, type Known } from '../people-as-known/known-people.js';
import { type Period } from '../period.js';
import { type FairnessTerms } from './fairness-balances.js';
import { type FairnessReport, fairnessReport, type Posting } from './fairness-report.js';
import { madeDecisions } from './made-decision.js';

const DAY_MS = 86_400_000;

/** The days in which a policy wants to be fair, up to an instant in milliseconds. */
export const windowBefore = (to: number, windowDays: number): Period => ({ from: to - windowDays * DAY_MS, to });

/** The account of a policy over a period, read from the spine. */
export async function fairnessAccount(
  pool: Pool,
  policy: string,
  period: Period,
  terms: FairnessTerms,
  known: Known = ALL_KNOWN,
): Promise<FairnessReport> {
  const values = [new Date(period.from).toISOString(), new Date(period.to).toISOString(), policy, known.position, known.knownAt];
  const { rows } = await pool.query<Posting>(readSql(import.meta.url, './postings.sql'), values);
  return fairnessReport(await madeDecisions(pool, period, policy, known), rows, terms);
}
