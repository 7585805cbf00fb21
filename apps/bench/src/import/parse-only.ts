import { createReadStream } from 'node:fs';

/** The least that an import must do: read the file, cut it into rows and cells, and read the instants. The number of rows. */
export async function parseOnly(path: string): Promise<number> {
  let rest = '';
  let rows = -1;
  let latest = 0;
  const take = (line: string): void => {
    if (rows++ < 0) return;
    const cells = line.split(',');
    latest = Math.max(latest, Date.parse(cells[1]!));
  };
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1_048_576 }) as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    lines.forEach(take);
  }
  if (rest !== '') take(rest);
  if (Number.isNaN(latest)) throw new Error(`${path} has a row without an instant`);
  return rows;
}
