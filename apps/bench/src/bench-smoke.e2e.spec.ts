import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Results {
  readonly results: readonly {
    readonly benchmark: string;
    readonly figure: string;
    readonly contenders: readonly {
      readonly name: string;
      readonly role: string;
      readonly errors: number;
      readonly rounds: readonly { readonly operations: number }[];
    }[];
  }[];
}

const SCALE = '0.0005';
/** Servers are started a dozen times, which takes long where others do the same. */
const PATIENCE_MS = 600_000;

describe('every benchmark', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'leadledger-bench-smoke-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'still runs: each contender has samples and no errors, and what has a limit is beside it',
    async () => {
      const out = join(folder, 'results.json');
      const bench = join(process.cwd(), 'dist/apps/bench/src/main.js');
      await promisify(execFile)(process.execPath, [bench, '--scale', SCALE, '--out', out]);
      const { results } = JSON.parse(readFileSync(out, 'utf8')) as Results;
      expect(new Set(results.map(({ benchmark }) => benchmark))).toEqual(
        new Set([
          'commands',
          'http',
          'store',
          'import',
          'rebuild',
          'live-lag',
          'look-ups',
          'reports',
          'dispatch',
          'working-time',
          'timers',
          'simulation',
        ]),
      );
      for (const { figure, contenders } of results)
        for (const { name, errors, rounds } of contenders)
          expect({ figure, name, errors, empty: rounds.filter(({ operations }) => operations === 0).length }).toEqual({
            figure,
            name,
            errors: 0,
            empty: 0,
          });
      for (const { contenders } of results) expect(contenders.some(({ role }) => role === 'leadledger')).toBe(true);
    },
    PATIENCE_MS,
  );
});
