import { type Pool } from 'pg';
import { type Attributes } from '#libs/contracts';
import { readSql } from '#libs/platform';

export interface RepLine {
  readonly rep: string;
  readonly name: string;
  readonly active: boolean;
  readonly attributes: Attributes;
  /** Teams at present. */
  readonly teams: readonly string[];
}
export interface TeamLine {
  readonly team: string;
  readonly name: string;
  readonly members: number;
}
export interface PoolLine {
  readonly pool: string;
  readonly name: string;
  readonly team: string | null;
}

/** Everybody who works or worked here, also without any lead; in the order of their ids. */
export const listReps = async (pool: Pool): Promise<readonly RepLine[]> =>
  (await pool.query<RepLine>(readSql(import.meta.url, './list-reps.sql'))).rows;

export const listTeams = async (pool: Pool): Promise<readonly TeamLine[]> =>
  (await pool.query<TeamLine>(readSql(import.meta.url, './list-teams.sql'))).rows;

/** `intake` is one of them, created or not. */
export async function listPools(pool: Pool): Promise<readonly PoolLine[]> {
  const { rows } = await pool.query<PoolLine>('select pool, name, team from read.pool order by pool');
  return rows.some((row) => row.pool === 'intake') ? rows : [{ pool: 'intake', name: 'Intake', team: null }, ...rows];
}
