import { readSql } from '#libs/platform';
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

export async function collisions({ pool }: ReadContext): Promise<readonly Collision[]> {
  return (await pool.query<Collision>(readSql(import.meta.url, './collisions.sql'))).rows;
}
