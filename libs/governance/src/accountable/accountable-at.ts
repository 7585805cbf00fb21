import { type Pool } from 'pg';
import { type EventMetadata, type RecordedLedgerEvent, type SealedEvent, upcast } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { type Accountable, accountableFor, type AccountableState, evolveAccountable, initialAccountable } from './accountable-state.js';

/** The moment a question is about, checked by whoever asks. */
export interface AccountableAsOf {
  /** Milliseconds since the epoch: who answered for it then. */
  readonly atMs: number;
  readonly knownAt: string | null;
  readonly position: number | null;
}

export interface AccountableAnswer {
  readonly domain: string;
  /** Null: nobody had been named. */
  readonly person: string | null;
  /** The domain that the person was named for: the asked one, or `pipeline`, which stands in. */
  readonly through: string | null;
  readonly since: string | null;
  readonly reason: string | null;
}

/** Who answered for a domain at an instant, as known at another. */
export async function accountableAt(pool: Pool, domain: string, moment: AccountableAsOf): Promise<AccountableAnswer> {
  return answer(domain, accountableFor(await stateAt(pool, moment), domain));
}

/** Who answered for each domain that anybody was named for. */
export async function allAccountable(pool: Pool, moment: AccountableAsOf): Promise<readonly AccountableAnswer[]> {
  const state = await stateAt(pool, moment);
  return Object.keys(state)
    .sort()
    .map((domain) => answer(domain, accountableFor(state, domain)));
}

async function stateAt(pool: Pool, { atMs, knownAt, position }: AccountableAsOf): Promise<AccountableState> {
  const { rows } = await pool.query<{ event: SealedEvent }>(readSql(import.meta.url, './settings-events.sql'), [position, knownAt]);
  return rows
    .map(({ event }) => recordedOf(event))
    .filter(({ metadata }) => Date.parse(metadata.occurredAt.value ?? metadata.knownAt) <= atMs)
    .reduce(evolveAccountable, initialAccountable);
}

function recordedOf({ id, type, data, stream, revision, metadata }: SealedEvent): RecordedLedgerEvent {
  const said = metadata as EventMetadata;
  return { ...upcast(type, data, said.schemaVersion), id, stream, revision, metadata: said } as RecordedLedgerEvent;
}

const answer = (domain: string, one: Accountable | null): AccountableAnswer => ({
  domain,
  person: one?.person ?? null,
  through: one?.domain ?? null,
  since: one?.since ?? null,
  reason: one?.reason ?? null,
});
