import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSampleHistory } from './generate-sample-history.js';
import { generateStaff } from './staff-row.js';

export interface SampleFiles {
  /** For `import`. */
  readonly mapping: string;
  /** For `definition publish`, in order: how the team counted new leads until week eight, and since. */
  readonly definitions: readonly { readonly path: string; readonly reason: string }[];
  /** For `calendar publish`: the week of the office and its holidays. */
  readonly calendar: string;
  /** For `policy draft`: how soon the team answers. */
  readonly response: string;
}

/** Writes the sample as an ordinary CRM would export it: `events.ndjson`, `staff.ndjson`, the mapping that the import takes, and the team's own documents. */
export async function writeSampleHistory(folder: string): Promise<SampleFiles> {
  await mkdir(folder, { recursive: true });
  const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(join(folder, 'events.ndjson'), lines(generateSampleHistory()));
  await writeFile(join(folder, 'staff.ndjson'), lines(generateStaff()));
  const copied = async (from: string, to: string): Promise<string> => {
    await writeFile(join(folder, to), await readFile(new URL(from, import.meta.url)));
    return join(folder, to);
  };
  return {
    mapping: await copied('./sample-history.mapping.yaml', 'sample.mapping.yaml'),
    calendar: await copied('./sample-office.calendar.yaml', 'sample-office.calendar.yaml'),
    response: await copied('./sample-response.policy.yaml', 'sample-response.policy.yaml'),
    definitions: [
      { path: await copied('./sample-leads.1.yaml', 'sample_leads.1.yaml'), reason: 'how the team has always counted' },
      {
        path: await copied('./sample-leads.2.yaml', 'sample_leads.2.yaml'),
        reason: 'week nine: spam and people who write twice made three people give three numbers',
      },
    ],
  };
}
