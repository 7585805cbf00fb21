import { type Pool } from 'pg';
import { type SealedEvent } from '#libs/contracts';
import { positionedEvent } from '../facts/positioned-event.js';
import { type DefinitionEvents, type Recorded } from './definition-store.js';

const ON_RECORD = '($1::bigint is null or position <= $1) and ($2::timestamptz is null or known_at <= $2)';

/** Reads them from the spine, by its unique index on (stream, revision). */
export function spineDefinitionEvents(pool: Pool, { position, knownAt }: Recorded = { position: null, knownAt: null }): DefinitionEvents {
  return {
    async of(name) {
      const { rows } = await pool.query<{ position: string; event: SealedEvent }>(
        `select position, event from read.log_entry where ${ON_RECORD} and stream = $3 order by revision`,
        [position, knownAt, `definition-${name}`],
      );
      return rows.map((row) => positionedEvent({ position: Number(row.position), event: row.event, digest: '' }));
    },
    async names() {
      const { rows } = await pool.query<{ stream: string }>(
        `select distinct stream from read.log_entry where ${ON_RECORD} and stream >= 'definition-' and stream < 'definition.' and type in ('definition.published', 'definition.drafted') order by stream`,
        [position, knownAt],
      );
      return rows.map((row) => row.stream.slice('definition-'.length));
    },
    recorded: (by) => spineDefinitionEvents(pool, by),
  };
}
