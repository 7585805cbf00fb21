import { type Actor } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { asOf, type ClockQuery } from '../queries/as-of.js';
import { type OwnerAnswer } from '../queries/owner-answer.js';
import { ownerAt, type ReadContext } from '../queries/owner-at.js';

interface Merge {
  readonly person: string;
  readonly into: string;
  readonly reason: string;
  readonly actor: Actor;
  /** When it began to be believed. */
  readonly since: Date;
}

/** A person as believed at a known time or position: whom it is taken for, who is taken for it, and who had its leads. */
export interface PersonAnswer {
  readonly person: string;
  readonly mergedInto: Merge | null;
  readonly merged: readonly Merge[];
  /** Whether different people own its leads. */
  readonly collision: boolean;
  readonly leads: readonly OwnerAnswer[];
}

/** Errors: those of `ownerAt`. */
export async function personAt(context: ReadContext, person: string, query: ClockQuery = {}): Promise<PersonAnswer> {
  const answers = [await ownerAt(context, `person:${person}`, query)].flat();
  const moment = await asOf(context.pool, query, context.now);
  const { rows } = await context.pool.query<Merge>(readSql(import.meta.url, './person-at.sql'), [person, moment.knownAt, moment.position]);
  return {
    person,
    mergedInto: rows.find((merge) => merge.person === person) ?? null,
    merged: rows.filter((merge) => merge.into === person),
    collision: answers.some(({ collision }) => collision),
    leads: answers,
  };
}
