import { type Pool } from 'pg';
import { databaseProblem, readSql } from '#libs/platform';
import { digestAfter, leafOf, type NotedRead } from './lead-read.js';

export interface ReadsAsked {
  /** Any of them; null: of all leads. */
  readonly leads: readonly string[] | null;
  readonly reader: string | null;
  /** Dates of UTC, both included. */
  readonly from: string | null;
  readonly to: string | null;
  /** The number of the read after which the page begins; null: with the latest. */
  readonly after: number | null;
  readonly limit: number;
}

/** As the table has it; a `bigint` comes as text. */
type ReadRow = Omit<NotedRead, 'number' | 'at' | 'actorKind'> & {
  readonly number: string;
  readonly at: Date;
  readonly actor_kind: string;
};

const notedOf = ({ number, at, actor_kind: actorKind, ...row }: ReadRow): NotedRead => ({
  ...row,
  number: Number(number),
  at: at.toISOString(),
  actorKind,
});

/** Who read a lead, or what somebody read; the latest first. */
export async function readsOf(pool: Pool, { leads, reader, from, to, after, limit }: ReadsAsked): Promise<readonly NotedRead[]> {
  const { rows } = await asked<ReadRow>(pool, './leads-read.sql', [leads, reader, from, to, after, limit]);
  return rows.map(notedOf);
}

/** How much one reader read in one day. */
export interface ReaderDay {
  readonly day: string;
  readonly reader: string;
  readonly role: string;
  /** Requests, and lines in their answers. */
  readonly answers: number;
  readonly lines: number;
  /** Different leads. */
  readonly leads: number;
  readonly refusals: number;
  /** Requests before seven, after eight in the evening, or on a weekend. */
  readonly offHours: number;
  /** Different leads on a day of this reader, on average of the four weeks before; null: none of them is known. */
  readonly usual: number | null;
  /** So many leads, and so many times the usual, that somebody should ask. */
  readonly unusual: boolean;
}

export interface ReadersAsked {
  /** Dates of `zone`, both included. */
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  /** Fewer leads than this are never unusual. */
  readonly atLeast: number;
  /** More than so many times the usual is; who has read nothing before has no usual, and only `atLeast` counts. */
  readonly times: number;
}

/** Every reader of every day of a period, by day and by how much. */
export async function readersByDay(pool: Pool, { from, to, zone, atLeast, times }: ReadersAsked): Promise<readonly ReaderDay[]> {
  type Row = Omit<ReaderDay, 'unusual' | 'offHours'> & { readonly off_hours: number };
  const { rows } = await asked<Row>(pool, './readers-by-day.sql', [from, to, zone]);
  return rows.map(({ off_hours: offHours, usual, ...row }) => ({
    ...row,
    offHours,
    usual,
    unusual: row.leads >= atLeast && (usual === null || row.leads > times * usual),
  }));
}

export interface AuditVerdict {
  readonly valid: boolean;
  readonly reads: number;
  /** The last digest; whoever wrote it down earlier can compare. */
  readonly digest: string;
  /** The first read that is not as it was written down, or is missing. */
  readonly firstDifference: { readonly number: number; readonly what: string } | null;
}

type OrderedRow = ReadRow & { readonly day: string };

const PAGE = 2_000;

/** Walks the chain from the first read that is kept. What was dropped before it, as whole days, is not missed, nor where it was all of them. */
export async function verifyReads(pool: Pool): Promise<AuditVerdict> {
  const head = (await asked<{ number: string; digest: string }>(pool, './audit-head.sql', [])).rows[0]!;
  let before: NotedRead | null = null;
  let day: string | null = null;
  let reads = 0;
  const broken = (number: number, what: string): AuditVerdict => ({
    valid: false,
    reads,
    digest: head.digest,
    firstDifference: { number, what },
  });
  for (;;) {
    const after: number = before?.number ?? 0;
    const { rows }: { rows: OrderedRow[] } = await asked<OrderedRow>(pool, './reads-in-order.sql', [day, after, head.number, PAGE]);
    day = rows.at(-1)?.day ?? day;
    for (const read of rows.map(({ day: _, ...row }) => notedOf(row))) {
      if (before && read.number !== before.number + 1) return broken(before.number + 1, 'it is missing');
      if (leafOf(read) !== read.leaf) return broken(read.number, 'it says something else than was written down');
      if (before ? digestAfter(before.digest, read.leaf) !== read.digest : read.number === 1 && digestAfter('', read.leaf) !== read.digest)
        return broken(read.number, 'its digest does not follow from the one before');
      before = read;
      reads++;
    }
    if (rows.length < PAGE) break;
  }
  if (before && before.number !== Number(head.number)) return broken(before.number + 1, 'it is missing');
  if (before && before.digest !== head.digest) return broken(before.number, 'it is not the last that was written down');
  return { valid: true, reads, digest: head.digest, firstDifference: null };
}

async function asked<Row extends object>(pool: Pool, file: string, values: readonly unknown[]) {
  try {
    return await pool.query<Row>(readSql(import.meta.url, file), [...values]);
  } catch (error) {
    throw databaseProblem(error);
  }
}
