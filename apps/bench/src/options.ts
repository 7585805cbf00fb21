import { parseArgs } from 'node:util';
import { benchmarks } from './benchmarks.js';

export interface BenchOptions {
  readonly out: string;
  /** Names of benchmarks. */
  readonly only: readonly string[];
  /** All sizes are multiplied by it. */
  readonly scale: number;
}

const USAGE = `npm run bench -- [--only name,name] [--scale 1] [--out bench-results.json]
Benchmarks: ${benchmarks.map(({ name }) => name).join(', ')}`;

/** Throws where an option is not known or makes no sense, saying what there is. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { out: { type: 'string' }, only: { type: 'string' }, scale: { type: 'string' } },
  });
  const names = benchmarks.map(({ name }) => name);
  const only = values.only?.split(',').map((name) => name.trim()) ?? names;
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}.\n${USAGE}`);
  const scale = Number(values.scale ?? 1);
  if (!(scale > 0)) throw new Error(`--scale must be a number above 0.\n${USAGE}`);
  return { out: values.out ?? 'bench-results.json', only, scale };
}
