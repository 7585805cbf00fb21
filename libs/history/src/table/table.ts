import { invalid } from '#libs/platform';
import { openText } from './open-text.js';
import { type BrokenRow, type RawRow } from './raw-row.js';
import { readCsv } from './read-csv.js';
import { namesInNdjson, readNdjson } from './read-ndjson.js';

export interface TableSource {
  readonly path: string;
  readonly format: 'csv' | 'ndjson';
  readonly delimiter: string;
  readonly header: readonly string[] | null;
}

const rowsLookedAt = 1000;

/** The names of the columns a file has: its header, or the names in its first thousand objects. Errors: `IMPORT.FILE_EMPTY`, and those of opening. */
export async function columnNames(source: TableSource): Promise<readonly string[]> {
  if (source.format === 'ndjson') return namesInNdjson(openText(source.path), rowsLookedAt);
  for await (const { header } of readCsv(openText(source.path), source)) if (header.length > 0) return header;
  throw invalid({
    code: 'IMPORT.FILE_EMPTY',
    message: `${source.path} is empty, without even a line that names its columns: send it again, or name them with \`header\``,
  });
}

/** The rows of a file in batches, with the cells of the named columns in that order. */
export async function* readTable(
  source: TableSource,
  names: readonly string[],
  onBytes?: (bytes: number) => void,
): AsyncGenerator<(RawRow | BrokenRow)[]> {
  const text = openText(source.path, onBytes);
  if (source.format === 'ndjson') {
    yield* readNdjson(text, names);
    return;
  }
  let places: readonly number[] | undefined;
  for await (const { header, rows } of readCsv(text, source)) {
    places ??= names.map((name) => header.indexOf(name));
    const at = places;
    yield rows.map((row) => ('fault' in row ? row : { row: row.row, line: row.line, cells: at.map((index) => row.cells[index] ?? null) }));
  }
}
