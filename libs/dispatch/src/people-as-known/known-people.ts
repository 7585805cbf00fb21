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

/** Reads people, teams and calendars from the spine as they were known; each stream at most once. */
export interface KnownPeople extends PeopleReader {
  /** Reads many streams (`rep-ana`) at once, for the questions that follow. */
  load(streams: readonly string[]): Promise<void>;
  membersEver(team: string): Promise<readonly string[]>;
  calendarsEver(): Promise<readonly string[]>;
}

/** Reservations stand in the same streams by the thousand. */
const types = eventTypes.filter((type) => /^(rep|team|calendar)\./.test(type) && !/^rep\.(reservation|balance)/.test(type));

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
    for (const { event } of rows) {
      const { id, stream, revision } = event;
      const metadata = event.metadata as EventMetadata;
      events.get(stream)!.push({ ...upcast(event.type, event.data, metadata.schemaVersion), id, stream, revision, metadata });
    }
  }

  const idsOf = async (text: string, values: readonly unknown[]): Promise<string[]> => {
    const { rows } = await pool.query<{ stream: string }>(text, [...values]);
    return rows.map(({ stream }) => stream.slice(stream.indexOf('-') + 1));
  };
  const folded = async <S>(stream: string, { initial, evolve }: Fold<S>): Promise<S> => {
    await load([stream]);
    return events.get(stream)!.reduce(evolve, initial);
  };
  return {
    ...peopleFrom(folded),
    load,
    membersEver: (team) => idsOf(readSql(import.meta.url, './members-ever.sql'), [team, ...clocks]),
    calendarsEver: () => idsOf(readSql(import.meta.url, './calendars-ever.sql'), clocks),
  };
}
