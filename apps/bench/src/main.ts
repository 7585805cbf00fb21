import { writeFileSync } from 'node:fs';
import { benchmarks } from './benchmarks.js';
import { commit, machine, versions } from './harness/machine.js';
import { type FigureResult } from './harness/result.js';
import { runFigure } from './harness/run-figure.js';
import { tableOf } from './harness/table.js';
import { readOptions } from './options.js';
import { Workbench } from './workbench/workbench.js';

const say = (text: string): boolean => process.stderr.write(`${text}\n`);

/** Runs benchmarks, prints a table, writes everything that was measured to a file. Exit 1 where anything failed. */
async function main(): Promise<void> {
  const { out, only, scale } = readOptions(process.argv.slice(2));
  const began = { takenAt: new Date().toISOString(), commit: commit(), machine: machine() };
  const bench = await Workbench.open(scale);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => void bench.close().finally(() => process.exit(code)));
  const results: FigureResult[] = [];
  try {
    for (const { name, prepare } of benchmarks.filter((benchmark) => only.includes(benchmark.name))) {
      say(`\n${name}: preparing`);
      const within = bench.within();
      try {
        for (const figure of await prepare(within)) {
          say(`${name}: ${figure.name}`);
          const result = await runFigure(name, figure, () => bench.pids());
          say(tableOf([result]));
          for (const { name: who, firstError } of result.contenders) if (firstError !== null) say(`${who} failed: ${firstError}`);
          results.push(result);
        }
      } finally {
        await within.close();
      }
    }
    writeFileSync(out, JSON.stringify({ ...began, versions: versions(await bench.postgresVersion()), scale, results }));
    say(`\n${tableOf(results)}\n\nAll samples are in ${out}`);
  } finally {
    await bench.close();
  }
  if (results.some(({ contenders }) => contenders.some(({ errors }) => errors > 0))) process.exitCode = 1;
}

await main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
process.exit();
