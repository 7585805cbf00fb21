import { type OccurredAt } from '#libs/contracts';
import { readSql } from '#libs/platform';
import QueryStream from 'pg-query-stream';
import { asOf, type ClockQuery, clockValues } from './as-of.js';
import { type OwnerAnswer } from './owner-answer.js';
import { type ReadContext } from './owner-at.js';

/** One line of `owners`. */
export interface OwnersLine {
  readonly lead: string;
  readonly externalId: string | null;
  readonly holder: OwnerAnswer['holder'];
  readonly holderId: string | null;
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly team: string | null;
  readonly teamName: string | null;
  readonly since: string | null;
  readonly sincePrecision: OccurredAt['precision'];
}

interface OwnersRow {
  lead: string;
  external_id: string | null;
  holder_kind: OwnerAnswer['holder'];
  holder_id: string | null;
  owner: string | null;
  owner_name: string | null;
  team: string | null;
  team_name: string | null;
  since_value: string | null;
  since_precision: OccurredAt['precision'];
}

/** Every lead that was live (captured, not closed) at an instant with its holder, in the order of lead ids; memory flat in their number. */
export async function* ownersAt({ pool, now }: ReadContext, query: ClockQuery = {}): AsyncGenerator<OwnersLine, void, void> {
  const moment = await asOf(pool, query, now);
  const client = await pool.connect();
  const stream = client.query(new QueryStream(readSql(import.meta.url, './owners-at.sql'), [...clockValues(moment)], { batchSize: 1_000 }));
  let failed: Error | undefined;
  try {
    for await (const row of stream as AsyncIterable<OwnersRow>) {
      yield {
        lead: row.lead,
        externalId: row.external_id,
        holder: row.holder_kind,
        holderId: row.holder_id,
        owner: row.owner,
        ownerName: row.owner === null ? null : (row.owner_name ?? row.owner),
        team: row.team,
        teamName: row.team === null ? null : (row.team_name ?? row.team),
        since: row.since_value,
        sincePrecision: row.since_precision,
      };
    }
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    stream.destroy();
    client.release(failed);
  }
}
