import { type Pool } from 'pg';
import { type SealedEvent } from '#libs/contracts';
import { type LogEntry, type LogSource } from './log-source.port.js';

const PAGE = 2_000;

/**
 * Reads `read.log_entry`, which the projector keeps.
 *
 * @param page entries at once: whoever shares a process with others lets them in between two pages, some 0.2 ms an entry.
 */
export function spineLogSource(pool: Pool, page = PAGE): LogSource {
  return {
    async head() {
      const { rows } = await pool.query<{ position: string; digest: string }>(
        `select position, encode(digest, 'hex') as digest from read.log_entry order by position desc limit 1`,
      );
      return rows[0] ? { position: Number(rows[0].position), digest: rows[0].digest } : null;
    },
    async digestsAt(positions) {
      const { rows } = await pool.query<{ position: string; digest: string }>(
        `select position, encode(digest, 'hex') as digest from read.log_entry where position = any ($1)`,
        [positions],
      );
      return new Map(rows.map((row) => [Number(row.position), row.digest]));
    },
    async *read(after, upTo) {
      for (let last = after; last < upTo;) {
        const { rows } = await pool.query<{ position: string; digest: string; event: SealedEvent }>({
          name: 'facts-page',
          text: `select position, encode(digest, 'hex') as digest, event from read.log_entry where position > $1 and position <= $2 order by position limit $3`,
          values: [last, upTo, page],
        });
        if (rows.length === 0) return;
        const entries: LogEntry[] = rows.map((row) => ({ position: Number(row.position), event: row.event, digest: row.digest }));
        yield entries;
        last = entries[entries.length - 1]!.position;
      }
    },
  };
}
