import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { addProfiles, chainPart, fileHashOf, type PartRecord, readManifest, writeManifest, writePartFile } from '#libs/reporting';
import { type Workbench } from '../workbench/workbench.js';
import { type Limits } from './duckdb-by-hand.js';

/** So many parts hold a long history, as large as the product puts them together. */
const PARTS = 5;
/** Ids of leads and of what belongs to them, whose last four letters become the number of the copy. */
const IDS = ['event_id', 'stream', 'subject', 'person', 'inquiry', 'follow_up', 'phone', 'email'];

/**
 * A folder with the facts of `folder` so many times over, every time about other leads: a log of ten million events takes an hour to write, its facts a
 * minute. The log and the spine stay as they are; a report at a position that only the parts have needs neither.
 */
export async function repeatedHistory(bench: Workbench, folder: string, times: number, limits: Limits): Promise<string> {
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
    const file = `part-${copy}.parquet`;
    const [copies, path] = [quoted(join(repeated, 'copies.parquet')), join(repeated, file)];
    await connection.run(
      `copy (select * replace (position + copy * ${size} as position, ${ids.join(', ')}) from read_parquet([${sources}]), range(${copy}, ${end}) copies(copy) order by position)
        to ${copies} (format parquet)`,
    );
    await writePartFile(connection, `read_parquet(${copies})`, path);
    const fileHash = await fileHashOf(path);
    const record = { from: copy * size + 1, to: end * size, level: 0, contentHash: '', digest, profile, file, fileHash };
    written.push(chainPart(record, written.at(-1)));
  }
  rmSync(join(repeated, 'copies.parquet'));
  connection.closeSync();
  instance.closeSync();
  writeManifest(repeated, written);
  return repeated;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
