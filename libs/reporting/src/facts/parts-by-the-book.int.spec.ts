import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { canonicalJson } from '#libs/platform';
import { sampleHistory } from '../testing/random-history.features.js';
import { FactsWriter } from './facts-writer.js';

const page = readFileSync(new URL('../../../../docs/reference/report-facts.md', import.meta.url), 'utf8');
const [read = '', ...examples] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map((match) => match[1]!);
const columns = [
  ...page.matchAll(/^\| `(\w+)` \| (BIGINT|INTEGER|VARCHAR|TIMESTAMP|DATE|BOOLEAN|DECIMAL\(21,6\)|DECIMAL\(38,12\)) \|/gm),
].map(([, name, type]) => ({ name: name!, type: type! }));
const history = sampleHistory(3);
const PART = 3;
const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

interface Part {
  readonly from: number;
  readonly to: number;
  readonly level: number;
  readonly contentHash: string;
  readonly digest: string;
  readonly previous: string;
  readonly hash: string;
  readonly file: string;
  readonly fileHash: string;
}

/** Reads the parts by what the page says, with nothing of the product. */
describe('R0.18 report facts, read by their reference alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-parts-'));
  let duckdb: DuckDBConnection;
  let parts: Part[];
  let covered: number;
  const rows = async (sql: string) => (await duckdb.runAndReadAll(sql)).getRowObjectsJson();

  beforeAll(async () => {
    await new FactsWriter({ folder, memoryLimit: '256MB', source: history.source(), partPositions: PART }).catchUp();
    duckdb = await (await DuckDBInstance.create(':memory:')).connect();
    parts = readFileSync(join(folder, 'manifest.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Part);
    covered = parts.at(-1)!.to;
    await duckdb.run(`set file_search_path = '${folder}'`);
    for (const statement of read.split(';').slice(0, 2)) await duckdb.run(statement);
  });
  afterAll(() => {
    duckdb.closeSync();
    rmSync(folder, { recursive: true, force: true });
  });

  it('hold every event once, by type, also where parts were put together', async () => {
    expect(parts.map(({ level }) => level)).toEqual(expect.arrayContaining([0, 1]));
    expect(readdirSync(folder).filter((file) => file.startsWith('part-')).length).toBeGreaterThan(parts.length);
    const counted = await rows(read.split(';')[2]!);
    const expected = new Map<string, number>();
    for (const { event } of history.entries.slice(0, covered)) expected.set(event.type, (expected.get(event.type) ?? 0) + 1);
    expect(Object.fromEntries(counted.map(({ type, events }) => [type, Number(events)]))).toEqual(Object.fromEntries(expected));
  });

  it('have the columns of the page, in its order', async () => {
    const found = await rows(`select column_name as name, column_type as type from (describe facts)`);
    expect(found).toEqual(columns);
  });

  it('lie type by type in every file, each by position', async () => {
    for (const { file, from, to } of parts) {
      const found = await rows(`select type, position from read_parquet('${file}', file_row_number = true) order by file_row_number`);
      const sorted = await rows(`select type, position from facts where position between ${from} and ${to} order by type, position`);
      expect(found).toEqual(sorted);
    }
  });

  it('answer the questions of the page', async () => {
    const answers = [];
    for (const statement of examples.flatMap((block) => block.split(';')).filter((text) => text.trim() !== ''))
      answers.push(await rows(statement));
    const upTo = (holds: (knownAt: string) => boolean) =>
      history.entries.slice(0, covered).filter(({ event }) => holds((event.metadata as { knownAt: string }).knownAt)).length;
    expect(answers[0]).toEqual([{ events: '20' }]);
    expect(answers[1]).toEqual([{ events: String(upTo((knownAt) => knownAt <= '2026-03-10T00:00:00.000Z')) }]);
    expect(answers[2]!.length).toBeGreaterThan(1);
    expect(answers[3]!.length).toBeGreaterThan(1);
  });

  it('are chained and hashed as the page says', async () => {
    let previous = '';
    for (const part of parts) {
      const { hash, file, fileHash, ...chained } = part;
      expect(hash).toBe(sha256(canonicalJson(chained)));
      expect([part.previous, part.digest]).toEqual([previous, history.entries[part.to - 1]!.digest]);
      expect(fileHash).toBe(sha256(readFileSync(join(folder, file))));
      expect(part.contentHash).toBe(await contentHash(part));
      previous = hash;
    }
  });

  /** Of level 0 over the rows, above over the hashes below. */
  async function contentHash({ from, level }: Pick<Part, 'from' | 'level'>): Promise<string> {
    const size = PART * 10 ** level;
    if (level > 0) {
      const below = Array.from({ length: 10 }, (_, n) => contentHash({ from: from + (n * size) / 10, level: level - 1 }));
      return sha256((await Promise.all(below)).map((hash) => `${hash}\n`).join(''));
    }
    const cells = await rows(`select * from facts where position between ${from} and ${from + size - 1} order by position`);
    return sha256(cells.map((row) => `${JSON.stringify(columns.map(({ name, type }) => cellOf(row[name], type)))}\n`).join(''));
  }
});

function cellOf(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'BIGINT') return Number(value);
  if (type === 'TIMESTAMP') return Date.parse(`${String(value).replace(' ', 'T')}Z`);
  return value;
}
