import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { ALL_KNOWN, type Known } from '../people-as-known/known-people.js';
import { type Period } from '../period.js';

/** A decision of a policy and what became of it, as far as reports about trust need it. */
export interface MadeDecision {
  readonly decision: string;
  readonly lead: string;
  readonly mode: 'live' | 'shadow';
  readonly policy: string;
  readonly version: number;
  readonly team: string;
  /** ISO. */
  readonly at: string;
  readonly kind: 'bypass' | 'entry' | 'fallback';
  /** Null for the fallback. */
  readonly rule: string | null;
  readonly chosenKind: string | null;
  readonly chosen: string | null;
  /** The rep to whose account it was posted; null: it does not count in fairness. */
  readonly countedFor: string | null;
  /** Expected value by the policy; null where it says none. */
  readonly value: number | null;
  /** Everybody who could have had it. */
  readonly compared: readonly string[];
  /** A person gave the lead to somebody else. */
  readonly overridden: boolean;
  readonly givenTo: string | null;
  /** The lead has turned out to be none. */
  readonly invalid: boolean;
  readonly lastOwner: string | null;
}

type Row = Omit<MadeDecision, 'chosenKind' | 'countedFor' | 'givenTo' | 'lastOwner'> & {
  readonly chosen_kind: string | null;
  readonly counted_for: string | null;
  readonly given_to: string | null;
  readonly last_owner: string | null;
};

/** Decisions of a period (of one policy, or all) that stood, in log order. */
export async function madeDecisions(
  pool: Pool,
  { from, to }: Period,
  policy: string | null,
  { position, knownAt }: Known = ALL_KNOWN,
): Promise<readonly MadeDecision[]> {
  const values = [new Date(from).toISOString(), new Date(to).toISOString(), policy, position, knownAt];
  const { rows } = await pool.query<Row>(readSql(import.meta.url, './policy-decisions.sql'), values);
  return rows.map(({ chosen_kind: chosenKind, counted_for: countedFor, given_to: givenTo, last_owner: lastOwner, ...row }) => ({
    ...row,
    chosenKind,
    countedFor,
    givenTo,
    lastOwner,
  }));
}

export const ruleOf = ({ kind, rule }: Pick<MadeDecision, 'kind' | 'rule'>): string => (rule === null ? kind : `${kind} ${rule}`);
