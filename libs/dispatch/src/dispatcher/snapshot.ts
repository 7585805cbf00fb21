import { inTransaction } from '#libs/platform';
import { type Pool } from 'pg';
import { DispatchFold, type FoldOptions, type SavedFold } from '../assignment/dispatch-fold.js';
import { type OpenLead } from '../assignment/open-lead.js';
import { type LogFeed } from './log-feed.js';

/** Raised when the state or its meaning changes: then the log is read from its beginning once. */
const FORMAT = 2;
/** Positions between two snapshots at least, and never fewer than there are leads to write. */
const EVERY = 20_000;
const LEADS_A_PART = 5_000;

/** Writes the fold down now and then. */
export class SnapshotKeeper {
  private at: number;

  constructor(
    private readonly pool: Pool,
    private readonly fold: DispatchFold,
  ) {
    this.at = fold.position;
  }

  async keep(): Promise<void> {
    if (this.fold.position - this.at < Math.max(EVERY, this.fold.leads.size)) return;
    this.at = this.fold.position;
    await saveFold(this.pool, this.fold);
  }
}

export async function saveFold(pool: Pool, fold: DispatchFold): Promise<void> {
  const { position } = fold;
  const leads = [...fold.leads.values()];
  const bodies = [JSON.stringify(fold.save())];
  for (let from = 0; from < leads.length; from += LEADS_A_PART) bodies.push(JSON.stringify(leads.slice(from, from + LEADS_A_PART)));
  await inTransaction(pool, async (tx) => {
    // Two processes that write at once do so one after the other.
    await tx.query('lock table dispatch.snapshot in share row exclusive mode');
    await tx.query('delete from dispatch.snapshot');
    for (const [part, body] of bodies.entries())
      await tx.query(
        `insert into dispatch.snapshot (part, format, position, event_id, body)
         select $1, $2, position, event_id, $4 from read.log_entry where position = $3`,
        [part, FORMAT, position, body],
      );
  });
}

/** The fold as it was written down last, with people, teams, calendars and policies from their streams; an empty one where there is none. */
export async function restoreFold({ pool, ...options }: FoldOptions & { readonly pool: Pool }, feed: LogFeed): Promise<DispatchFold> {
  const fold = new DispatchFold(options);
  const { rows } = await pool.query<{ position: string; body: string }>(
    `select snapshot.position, snapshot.body
       from dispatch.snapshot join read.log_entry using (position, event_id)
      where format = $1 order by part`,
    [FORMAT],
  );
  const [first, ...parts] = rows;
  if (!first) return fold;
  for (const event of await feed.organisation(Number(first.position))) fold.apply(event);
  fold.restore(
    JSON.parse(first.body) as SavedFold,
    parts.flatMap(({ body }) => JSON.parse(body) as OpenLead[]),
  );
  return fold;
}
