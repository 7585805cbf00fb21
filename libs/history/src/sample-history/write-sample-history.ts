import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSampleHistory } from './generate-sample-history.js';
import { generateStaff } from './staff-row.js';

/** Writes the sample as an ordinary CRM would export it: `events.ndjson`, `staff.ndjson`, and the mapping that the import takes. */
export async function writeSampleHistory(folder: string): Promise<{ readonly mapping: string }> {
  await mkdir(folder, { recursive: true });
  const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(join(folder, 'events.ndjson'), lines(generateSampleHistory()));
  await writeFile(join(folder, 'staff.ndjson'), lines(generateStaff()));
  const mapping = join(folder, 'sample.mapping.yaml');
  await writeFile(mapping, await readFile(new URL('./sample-history.mapping.yaml', import.meta.url)));
  return { mapping };
}
