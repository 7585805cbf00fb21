import { type Pool } from 'pg';
import { type EventMetadata, eventTypes, type RecordedLedgerEvent, type SealedEvent, upcast } from '#libs/contracts';
import { type Fold } from '#libs/event-store';
import { readSql } from '#libs/platform';
import { type PeopleReader, peopleFrom } from '../people-reader.js';

/** What counts as known: events up to a dense position, or recorded by an instant; both null: all. */
export interface Known {
  readonly position: number | null;
  /** ISO 8601. */
  readonly knownAt: string | null;
}

export const ALL_KNOWN: Known = { position: null, knownAt: null };

type Category = 'rep' | 'team' | 'pool' | 'calendar';

/** Reads people, teams, pools, settings and calendars from the spine as they were known; each stream at most once. */
export interface KnownPeople extends PeopleReader {
  fold<S>(stream: string, fold: Fold<S>): Promise<S>;
  /** Reads many streams (`rep-ana`) at once, for the questions that follow. */
  load(streams: readonly string[]): Promise<void>;
  membersEver(team: string): Promise<readonly string[]>;
  /** The ids of all of which anything is known, in their order, read for the questions that follow. */
  ever(category: Category): Promise<readonly string[]>;
}

/** Reservations stand in the same streams by the thousand. */
const types = eventTypes.filter((type) => /^(rep|team|pool|settings|calendar)\./.test(type) && !/^rep\.(reservation|balance)/.test(type));

export function knownPeople(pool: Pool, known: Known): KnownPeople {
  const events = new Map<string, RecordedLedgerEvent[]>();
  const clocks = [known.position, known.knownAt];

  async function load(streams: readonly string[]): Promise<void> {
    const wanted = [...new Set(streams)].filter((stream) => !events.has(stream));
    if (wanted.length === 0) return;
    for (const stream of wanted) events.set(stream, []);
    const { rows } = await pool.query<{ event: SealedEvent }>({
      name: 'known-streams',
      text: readSql(import.meta.url, './known-streams.sql'),
      values: [wanted, ...clocks, types],
    });
    for (const { event } of rows) events.get(event.stream)!.push(recordedOf(event));
  }

  async function loadKind(category: Category): Promise<string[]> {
    const ofKind = types.filter((type) => type.startsWith(`${category}.`));
    const { rows } = await pool.query<{ event: SealedEvent }>(readSql(import.meta.url, './known-of-kind.sql'), [
      ofKind,
      ...clocks,
      category,
    ]);
    const streams = [...new Set(rows.map(({ event }) => event.stream))];
    for (const stream of streams) events.set(stream, []);
    for (const { event } of rows) events.get(event.stream)!.push(recordedOf(event));
    return streams.map(idOf);
  }

  const folded = async <S>(stream: string, { initial, evolve }: Fold<S>): Promise<S> => {
    await load([stream]);
    return events.get(stream)!.reduce(evolve, initial);
  };
  return {
    ...peopleFrom(folded),
    fold: folded,
    load,
    async membersEver(team) {
      const { rows } = await pool.query<{ stream: string }>(readSql(import.meta.url, './members-ever.sql'), [team, ...clocks]);
      return rows.map(({ stream }) => idOf(stream));
    },
    ever: loadKind,
  };
}

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

function recordedOf({ id, type, data, stream, revision, metadata }: SealedEvent): RecordedLedgerEvent {
  const said = metadata as EventMetadata;
  return { ...upcast(type, data, said.schemaVersion), id, stream, revision, metadata: said } as RecordedLedgerEvent;
}
