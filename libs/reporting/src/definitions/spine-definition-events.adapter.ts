import { type Pool } from 'pg';
import { type SealedEvent } from '#libs/contracts';
import { positionedEvent } from '../facts/positioned-event.js';
import { type DefinitionEvents } from './definition-store.js';

/** Reads them from the spine, by its unique index on (stream, revision). */
export function spineDefinitionEvents(pool: Pool): DefinitionEvents {
  return {
    async of(name) {
      const { rows } = await pool.query<{ position: string; event: SealedEvent }>(
        'select position, event from read.log_entry where stream = $1 order by revision',
        [`definition-${name}`],
      );
      return rows.map((row) => positionedEvent({ position: Number(row.position), event: row.event, digest: '' }));
    },
    async names() {
      const { rows } = await pool.query<{ stream: string }>(
        `select distinct stream from read.log_entry where stream >= 'definition-' and stream < 'definition.' and type in ('definition.published', 'definition.drafted') order by stream`,
      );
      return rows.map((row) => row.stream.slice('definition-'.length));
    },
  };
}
