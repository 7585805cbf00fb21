import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/**
 * The least that an import must do: read the file (`.gz` is unpacked), cut it into rows and cells, and read the instants.
 *
 * @param instants column of them, from 0.
 * @returns the number of rows.
 */
export async function parseOnly(path: string, instants = 1): Promise<number> {
  let rest = '';
  let rows = -1;
  let latest = 0;
  const take = (line: string): void => {
    if (rows++ < 0) return;
    const cells = line.split(',');
    latest = Math.max(latest, Date.parse(cells[instants]!));
  };
  const bytes = createReadStream(path, { highWaterMark: 1_048_576 });
  const text = (path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes).setEncoding('utf8');
  for await (const chunk of text as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    lines.forEach(take);
  }
  if (rest !== '') take(rest);
  if (Number.isNaN(latest)) throw new Error(`${path} has a row without an instant`);
  return rows;
}
