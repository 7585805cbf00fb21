import { type Pool } from 'pg';
import { KeyedQueue } from '#libs/event-store';

/** Key of the advisory lock of whoever merges or takes back a merge ("merge people"). */
const MERGE_LOCK = 7_365_213;

/** The registry's side of merges: derived from the streams of people, and asked where an inquiry looks for its person. */
export interface MergedPeople {
  /** One merge at a time over all processes: only so no circle can arise. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Notes whom a person is taken for (null: for itself). Done again, it changes nothing. */
  note(person: string, into: string | null): Promise<void>;
  /** Leads of a person and of everyone taken for it. */
  leadsOf(root: string): Promise<readonly string[]>;
  /** Whether anything ever came from this person. */
  isKnown(person: string): Promise<boolean>;
}

export function mergedPeople(pool: Pool): MergedPeople {
  // Whoever has the lock needs more clients than the one that holds it: those of this process wait for their turn without one.
  const queue = new KeyedQueue();
  return {
    exclusively: (work) =>
      queue.run('merge people', async () => {
        const client = await pool.connect();
        let broken: Error | undefined;
        try {
          await client.query('select pg_advisory_lock($1)', [MERGE_LOCK]);
          const result = await work();
          await client.query('select pg_advisory_unlock($1)', [MERGE_LOCK]);
          return result;
        } catch (error) {
          // Closing the connection lets go of the lock, whatever state it is in.
          broken = error as Error;
          throw error;
        } finally {
          client.release(broken);
        }
      }),
    async note(person, into) {
      await pool.query(
        into === null
          ? 'delete from identity.person_merge where person_id = $1'
          : 'insert into identity.person_merge values ($1, $2) on conflict (person_id) do update set into_id = excluded.into_id',
        into === null ? [person] : [person, into],
      );
    },
    async leadsOf(root) {
      const { rows } = await pool.query<{ lead_id: string }>(
        'select distinct lead_id from identity.person_lead where person_id = any (identity.all_of($1)) order by lead_id',
        [root],
      );
      return rows.map((row) => row.lead_id);
    },
    async isKnown(person) {
      const { rows } = await pool.query(
        'select from identity.person_lead where person_id = $1 union all select from identity.contact_point where person_id = $1 limit 1',
        [person],
      );
      return rows.length > 0;
    },
  };
}
