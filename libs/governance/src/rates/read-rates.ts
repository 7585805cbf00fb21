import { type Pool } from 'pg';
import { type EventData, type EventMetadata, type SealedEvent } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { type RatesVersion } from './rates-state.js';

export type { RatesVersion };

/** All versions of all rates, by name and in their order. */
export async function readRates(
  pool: Pool,
  { knownAt = null, position = null }: { readonly knownAt?: string | null; readonly position?: number | null } = {},
): Promise<readonly RatesVersion[]> {
  const { rows } = await pool.query<{ event: SealedEvent }>(readSql(import.meta.url, './rates-events.sql'), [position, knownAt]);
  return rows.map(({ event }) => {
    const { knownAt: publishedAt, actor } = event.metadata as EventMetadata;
    return { ...(event.data as EventData<'rates.published'>), publishedAt, publishedBy: actor.id };
  });
}
