import { type Pool } from 'pg';
import { type EventMetadata, type RecordedLedgerEvent, type SealedEvent, upcast } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { evolvePolicy } from './policy.evolve.js';
import { initialPolicy, type PolicyState } from './policy-state.js';

/** Which events count: as known at an instant (ISO) or up to a position, all where neither is said. */
export interface PoliciesAsOf {
  readonly knownAt?: string | null;
  readonly position?: number | null;
}

/** Every policy as the spine has it, by kind and name. */
export async function readPolicies(pool: Pool, { knownAt = null, position = null }: PoliciesAsOf = {}): Promise<readonly PolicyState[]> {
  const { rows } = await pool.query<{ event: SealedEvent }>(readSql(import.meta.url, './policy-events.sql'), [position, knownAt]);
  const byStream = new Map<string, PolicyState>();
  for (const { event } of rows) byStream.set(event.stream, evolvePolicy(byStream.get(event.stream) ?? initialPolicy, recordedOf(event)));
  return [...byStream.values()].filter(({ versions }) => versions.length > 0);
}

function recordedOf({ id, type, data, stream, revision, metadata }: SealedEvent): RecordedLedgerEvent {
  const said = metadata as EventMetadata;
  return { ...upcast(type, data, said.schemaVersion), id, stream, revision, metadata: said } as RecordedLedgerEvent;
}
