import { resolve } from 'node:path';
import { loadMapping } from '../mapping/load-mapping.js';
import { type ImportCase } from '../run/import-case.js';
import { type Reject } from '../run/row-fault.js';
import { type MappingRun, runMapping } from '../run/run-mapping.js';

export const howTo = (name: string): string => resolve('docs/how-to', name);

/** Runs a mapping of the how-to guides to its end, handing each case over; for tests. */
export async function mapAll(name: string, onCase: (one: ImportCase) => void): Promise<{ run: MappingRun; rejects: Reject[] }> {
  const rejects: Reject[] = [];
  const run = await runMapping(await loadMapping(howTo(name)), { onReject: (reject) => rejects.push(reject) });
  for await (const one of run.cases) onCase(one);
  await run.close();
  return { run, rejects };
}
