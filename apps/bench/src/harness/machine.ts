import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

const GIBIBYTE = 1_073_741_824;

/** On what a run was measured. `load` is the system's one-minute average at the start: well above 0 the figures are of a busy machine. */
export const machine = () => ({
  platform: `${process.platform} ${process.arch}`,
  cores: cpus().length,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGiB: Math.round(totalmem() / GIBIBYTE),
  load: loadavg()[0] ?? null,
});

export function versions(postgres: string): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const named = ['@eventstore/db-client', '@duckdb/node-api', 'fastify', '@nestjs/core', 'pg'];
  return { node: process.version, postgres, ...Object.fromEntries(named.map((name) => [name, dependencies[name] ?? 'unknown'])) };
}

/** The commit that is checked out, with a mark where files differ from it. */
export function commit(): string {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+changes');
  } catch {
    return 'unknown';
  }
}
