import { describeConfig, environmentOf, loadConfig, requireSettings } from './load-config.js';
import { type Setting } from './setting.js';
import { settings } from './settings.js';

const problemOf = (work: () => unknown): { code: string; violations: readonly { path?: string; message: string }[] } => {
  try {
    work();
  } catch (error) {
    return error as never;
  }
  throw new Error('Nothing was refused');
};

describe('configuration', () => {
  it('nothing has to be set', () => {
    expect(loadConfig({})).toMatchObject({
      dataDir: '.leadledger',
      timeZone: 'UTC',
      streamPrefix: 'ledger.',
      databaseUrl: null,
      factsPartPositions: 20_000,
    });
  });

  it('empty and padded values are as good as none and trimmed ones', () => {
    expect(loadConfig({ LEADLEDGER_API_PORT: ' 8080 ', LEADLEDGER_DATABASE_URL: '' })).toMatchObject({ apiPort: 8080, databaseUrl: null });
  });

  it('says everything that is wrong at once, and repeats no secret', () => {
    const problem = problemOf(() =>
      loadConfig({
        LEADLEDGER_API_PORT: '99999',
        LEADLEDGER_TIME_ZONE: 'Berlin',
        LEADLEDGER_DATABASE_URL: 'mysql://root:hunter2@db/x',
        LEADLEDGER_MASTER_KEY: 'too-short-secret',
        LEADLEDGER_DUCKDB_MEMORY_LIMIT: 'lots',
        LEADLEDGER_LOG_LEVEL: 'loud',
        LEADLEDGER_STREAM_PREFIX: '$sys',
      }),
    );
    expect(problem.code).toBe('CONFIG.INVALID');
    expect(problem.violations.map(({ path }) => path).sort()).toEqual([
      'LEADLEDGER_API_PORT',
      'LEADLEDGER_DATABASE_URL',
      'LEADLEDGER_DUCKDB_MEMORY_LIMIT',
      'LEADLEDGER_LOG_LEVEL',
      'LEADLEDGER_MASTER_KEY',
      'LEADLEDGER_STREAM_PREFIX',
      'LEADLEDGER_TIME_ZONE',
    ]);
    const text = JSON.stringify(problem.violations);
    expect(text).not.toMatch(/hunter2|too-short-secret/);
    expect(text).toContain('must be an IANA time zone such as Europe/Berlin');
  });

  it('a process names all settings that it lacks', () => {
    const problem = problemOf(() => requireSettings(loadConfig({}), ['databaseUrl', 'keysDatabaseUrl', 'dataDir']));
    expect(problem.code).toBe('CONFIG.MISSING');
    expect(problem.violations.map(({ path }) => path)).toEqual(['LEADLEDGER_DATABASE_URL', 'LEADLEDGER_KEYS_DATABASE_URL']);
  });

  it('settings go to a child process and come out the same; secrets are masked when shown', () => {
    const values = { databaseUrl: 'postgres://u:hunter2@h/db', apiPort: 0, logLevel: 'warn' };
    const config = loadConfig(environmentOf(values));
    expect(config).toMatchObject(values);
    const shown = JSON.stringify(describeConfig(config));
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('"LEADLEDGER_LOG_LEVEL":"warn"');
  });

  it('every setting has a variable of its own, a description, and a default that it accepts', () => {
    const all = Object.values(settings) as Setting<unknown>[];
    expect(new Set(all.map(({ env }) => env)).size).toBe(all.length);
    for (const { description, fallback, parse } of all) {
      expect(description).toMatch(/^[A-Z].{20,}\.$/);
      if (fallback !== null) expect(() => parse(fallback)).not.toThrow();
    }
  });
});
