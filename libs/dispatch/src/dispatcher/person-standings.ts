import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { type PersonStanding } from '../assignment/assignment-case.js';

export interface AskedLead {
  readonly leadId: string;
  readonly personIds: readonly string[];
}

type Standing = Pick<PersonStanding, 'repeat' | 'previousOwner'>;

/** What the log knew, at a position and an instant (milliseconds since the epoch), of the people behind leads; who is not there is nobody known. */
export async function personStandings(
  pool: Pool,
  leads: readonly AskedLead[],
  position: number,
  at: number,
): Promise<ReadonlyMap<string, Standing>> {
  const pairs = leads.flatMap(({ leadId, personIds }) => personIds.map((person) => ({ leadId, person })));
  if (pairs.length === 0) return new Map();
  const { rows } = await pool.query<{ lead: string; repeat: boolean; previous_owner: string | null }>({
    name: 'dispatch-person-standings',
    text: readSql(import.meta.url, './person-standings.sql'),
    values: [pairs.map(({ leadId }) => leadId), pairs.map(({ person }) => person), position, new Date(at).toISOString()],
  });
  return new Map(rows.map(({ lead, repeat, previous_owner }) => [lead, { repeat, previousOwner: previous_owner }]));
}
