import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Pool } from 'pg';
import { addProfiles, chainPart, fileHashOf, partFile, type PartRecord, readManifest, writeManifest, writePartFile } from '#libs/reporting';
import { type Workbench } from '../workbench/workbench.js';
import { type Limits } from './duckdb-by-hand.js';

/** So many parts hold a long history, as large as the product puts them together. */
const PARTS = 5;
/** Ids of leads and of what belongs to them, whose last four letters become the number of the copy. */
const IDS = ['event_id', 'stream', 'subject', 'person', 'inquiry', 'follow_up', 'phone', 'email'];

/**
 * A folder with the facts of `folder` so many times over, every time about other leads: a log of ten million events takes an hour to write, its facts a
 * minute. The log stays as it is; the spine of `pool` has an entry at the end of each part, which says that the part was made from it.
 */
export async function repeatedHistory(bench: Workbench, pool: Pool, folder: string, times: number, limits: Limits): Promise<string> {
  const parts = readManifest(folder);
  const { to: size, digest } = parts.at(-1)!;
  const repeated = mkdtempSync(join(bench.folder, `facts-${times}-`));
  const sources = parts.map(({ file }) => quoted(join(folder, file))).join(', ');
  const ids = IDS.map(
    (id) =>
      `case when category = 'lead' then left(${id}, length(${id}) - 4) || lpad(cast(copy as varchar), 4, '0') else ${id} end as ${id}`,
  );
  const profile = parts.map((part) => part.profile).reduce(addProfiles);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: limits.memoryLimit });
  const connection = await instance.connect();
  const written: PartRecord[] = [];
  for (let copy = 0; copy < times; copy += Math.ceil(times / PARTS)) {
    const end = Math.min(times, copy + Math.ceil(times / PARTS));
    const [from, to] = [copy * size + 1, end * size];
    const file = partFile(from, to);
    const [copies, path] = [quoted(join(repeated, 'copies.parquet')), join(repeated, file)];
    await connection.run(
      `copy (select * replace (position + copy * ${size} as position, ${ids.join(', ')}) from read_parquet([${sources}]), range(${copy}, ${end}) copies(copy) order by position)
        to ${copies} (format parquet)`,
    );
    await writePartFile(connection, `read_parquet(${copies})`, path);
    const fileHash = await fileHashOf(path);
    const record = { from, to, level: 0, contentHash: '', digest, profile, file, fileHash };
    written.push(chainPart(record, written.at(-1)));
  }
  rmSync(join(repeated, 'copies.parquet'));
  connection.closeSync();
  instance.closeSync();
  writeManifest(repeated, written);
  for (const { to, digest: atEnd } of written) await pool.query(ENTRY, [to, randomUUID(), `copies-${times}`, atEnd, size]);
  return repeated;
}

/** What happened there is the last event of the history once more: a report that reads so far reads an event. */
const ENTRY = `insert into read.log_entry (position, event_id, stream, revision, type, known_at, leaf, digest, store_commit, store_prepare, event)
  select $1::bigint, $2, $3, $1, type, known_at, leaf, decode($4, 'hex'), store_commit, store_prepare, event from read.log_entry where position = $5`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
