import { type Pool } from 'pg';
import { type EventMetadata, type EventType, eventTypes, type RecordedLedgerEvent, type SealedEvent, upcast } from '#libs/contracts';
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
  /** The ids of all there ever were, read for the questions that follow. */
  ever(category: Category): Promise<readonly string[]>;
}

/** Reservations stand in the same streams by the thousand. */
const types = eventTypes.filter((type) => /^(rep|team|pool|settings|calendar)\./.test(type) && !/^rep\.(reservation|balance)/.test(type));

/** By which events there is one. */
const beginnings: Readonly<Record<Category, readonly EventType[]>> = {
  rep: ['rep.joined', 'rep.confirmed'],
  team: ['team.created', 'team.confirmed'],
  pool: ['pool.created', 'pool.confirmed'],
  calendar: ['calendar.published'],
};

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
    fold: folded,
    load,
    membersEver: (team) => idsOf(readSql(import.meta.url, './members-ever.sql'), [team, ...clocks]),
    async ever(category) {
      const ids = await idsOf(readSql(import.meta.url, './streams-ever.sql'), [...clocks, beginnings[category]]);
      await load(ids.map((id) => `${category}-${id}`));
      return ids;
    },
  };
}
