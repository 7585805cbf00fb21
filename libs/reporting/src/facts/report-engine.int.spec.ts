import { mkdtempSync, rmSync } from 'node:fs';
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
});
