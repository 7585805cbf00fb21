import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnNames, readTable, type TableSource } from './table.js';

describe('the columns of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-table-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const source = (text: string, said: Partial<TableSource> = {}): TableSource => {
    const path = join(folder, 'rows');
    writeFileSync(path, text);
    return { path, format: 'csv', delimiter: ',', header: null, ...said };
  };

  it.each([
    ['nothing at all', ''],
    ['a byte order mark', '\uFEFF'],
    ['empty lines', '\n\r\n'],
  ])('R3.3 are asked for in vain, in so many words, of a file that holds %s', async (_, text) => {
    await expect(columnNames(source(text))).rejects.toMatchObject({ code: 'IMPORT.FILE_EMPTY' });
  });

  it('R3.3 of a file without rows are those of its header, or of the mapping', async () => {
    expect(await columnNames(source('id,name'))).toEqual(['id', 'name']);
    const named = source('', { header: ['id', 'name'] });
    expect(await columnNames(named)).toEqual(['id', 'name']);
    const rows: unknown[] = [];
    for await (const batch of readTable(named, ['id'])) rows.push(...batch);
    expect(rows).toEqual([]);
    expect(await columnNames(source('', { format: 'ndjson' }))).toEqual([]);
  });
});
