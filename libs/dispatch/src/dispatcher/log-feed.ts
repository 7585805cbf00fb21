import { type EventMetadata, type PositionedEvent, type SealedEvent, upcast } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { type Pool } from 'pg';

/** Streams of dispatch, up to which revision they were applied. */
type AppliedStreams = ReadonlyMap<string, { readonly revision: number }>;

interface Row {
  readonly position: string;
  readonly event: SealedEvent;
}

/** The log as the spine numbers it. Errors: 503 where the database is away; `UnknownEventError` for events of a later release. */
export interface LogFeed {
  /** Whether there is any assignment policy, in whatever state: without one nothing is ever decided. */
  hasPolicies(): Promise<boolean>;
  /** The events among the next `limit` entries after a position, in log order, but for what dispatch does not ask for; and where they end. */
  after(
    position: number,
    limit: number,
    applied: AppliedStreams,
  ): Promise<{ readonly events: PositionedEvent[]; readonly entries: number; readonly position: number }>;
  /** One stream up to a position. */
  stream(stream: string, upTo: number): Promise<PositionedEvent[]>;
  /** People, teams, pools, calendars, vocabularies and assignment policies up to a position, in log order. */
  organisation(upTo: number): Promise<PositionedEvent[]>;
}

export function logFeed(pool: Pool): LogFeed {
  const ask = async (name: string, file: string, values: readonly unknown[]): Promise<PositionedEvent[]> => {
    const { rows } = await pool.query<Row>({ name: `dispatch-${name}`, text: readSql(import.meta.url, file), values: [...values] });
    return rows.map(positioned);
  };
  return {
    async hasPolicies() {
      const { rows } = await pool.query<{ there: boolean }>({
        name: 'dispatch-has-policies',
        text: `select exists (select from read.log_entry where stream >= 'policy-assignment-' and stream < 'policy-assignment.') as there`,
      });
      return rows[0]!.there;
    },
    async after(position, limit, applied) {
      const { rows } = await pool.query<{ position: string; event: SealedEvent | null }>({
        name: 'dispatch-entries',
        text: readSql(import.meta.url, './read-entries.sql'),
        values: [position, limit, [...applied.keys()], [...applied.values()].map(({ revision }) => revision)],
      });
      const events = rows.flatMap((row) => (row.event === null ? [] : [positioned({ position: row.position, event: row.event })]));
      return { events, entries: rows.length, position: Number(rows.at(-1)?.position ?? position) };
    },
    stream: (stream, upTo) => ask('stream', './read-stream.sql', [stream, upTo]),
    organisation: (upTo) => ask('organisation', './read-organisation.sql', [upTo]),
  };
}

/** An entry of the spine as an event of the current version. Throws `UnknownEventError` where no schema or upcaster knows it. */
export function positioned({ position, event }: Row): PositionedEvent {
  const metadata = event.metadata as EventMetadata;
  const { type, data } = upcast(event.type, event.data, metadata.schemaVersion);
  return {
    type,
    data,
    id: event.id,
    stream: event.stream,
    revision: event.revision,
    metadata,
    position: Number(position),
  } as PositionedEvent;
}
