import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pagesOf, ReportEngine, rowsOf } from './report-engine.js';

describe('R5.2 a result of any length', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-engine-'));
  let engine: ReportEngine;
  beforeAll(async () => (engine = await ReportEngine.open({ folder, threads: 4, memoryLimit: '256MB' })));
  afterAll(() => {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const pages = (count: number) =>
    pagesOf(engine.connection, `select n, concat('row ', n) as text from range(${count}) t(n) order by hash(n), n`);
  const tables = () => rowsOf(engine.connection, 'select table_name from duckdb_tables()');

  it.each([0, 1, 2_559, 2_560, 2_561, 400_000])('of %s rows comes in its order, each row once', async (count) => {
    const expected = (await rowsOf(engine.connection, `select cast(n as integer) as n from range(${count}) t(n) order by hash(n), n`)).map(
      ({ n }) => n,
    );
    const found: unknown[] = [];
    for await (const page of pages(count)) found.push(...page.map(({ n }) => n));
    expect(found).toHaveLength(count);
    expect(found.every((n, index) => n === expected[index])).toBe(true);
    expect(await tables()).toEqual([]);
  });

  it('leaves nothing behind where it is not read to its end', async () => {
    for await (const page of pages(50_000)) {
      expect(page[0]).toMatchObject({ text: expect.stringMatching(/^row \d+$/) as string });
      break;
    }
    expect(await tables()).toEqual([]);
  });

  it('is its own where another engine of the same folder holds as much on the disk', async () => {
    const engines = await Promise.all(Array.from({ length: 2 }, () => ReportEngine.open({ folder, threads: 2, memoryLimit: '64MB' })));
    const rows = 1_000_000;
    const made = (which: number) =>
      `create temp table long as select concat('engine ${which} ', n) as text, repeat('x', 100) as more from range(${rows}) t(n)`;
    await Promise.all(engines.map(({ connection }, which) => connection.run(made(which))));
    const spills = () => readdirSync(folder).filter((name) => name.startsWith('.spill-'));
    expect(spills()).toHaveLength(2);
    const own = (which: number) => `select count(*) as n from long where starts_with(text, 'engine ${which} ')`;
    for (const [which, { connection }] of engines.entries()) expect(await rowsOf(connection, own(which))).toEqual([{ n: BigInt(rows) }]);
    for (const each of engines) each.close();
    expect(spills()).toEqual([]);
  });
});
