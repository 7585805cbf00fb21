import { readSql } from '#libs/platform';
import { asOf, type ClockQuery, clockValues } from '../queries/as-of.js';
import { type ReadContext } from '../queries/owner-at.js';

/** A person whose open leads different reps own: somebody has to say whose customer it is. */
export interface Collision {
  readonly person: string;
  readonly leads: readonly {
    readonly lead: string;
    readonly externalId: string | null;
    readonly owner: string;
    readonly ownerName: string;
  }[];
}

/** At an instant, as known. Errors: 422 of `asOf`. */
export async function collisions({ pool, now }: ReadContext, query: ClockQuery = {}): Promise<readonly Collision[]> {
  const moment = await asOf(pool, query, now);
  return (await pool.query<Collision>(readSql(import.meta.url, './collisions.sql'), [...clockValues(moment)])).rows;
}
