import { readFileSync } from 'node:fs';

const EVERY_MS = 50;
const MEBIBYTE = 1_048_576;

export interface PeakMemory {
  /** Largest resident size of the measuring process, in MiB; it holds the harness and the raw samples too. */
  readonly benchMiB: number;
  /** Largest sum of the resident sizes of the other processes; null where the system does not tell. */
  readonly othersMiB: number | null;
}

/** Looks at memory a few times a second while `work` runs. */
export async function watchingMemory<T>(pids: readonly number[], work: () => Promise<T>): Promise<{ result: T; memory: PeakMemory }> {
  let bench = 0;
  let others: number | null = null;
  const look = (): void => {
    bench = Math.max(bench, process.memoryUsage.rss());
    const sizes = pids.map(residentBytes);
    if (sizes.some((size) => size !== null))
      others = Math.max(
        others ?? 0,
        sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
      );
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  try {
    const result = await work();
    look();
    return { result, memory: { benchMiB: toMiB(bench), othersMiB: others === null ? null : toMiB(others) } };
  } finally {
    clearInterval(timer);
  }
}

const toMiB = (bytes: number): number => Math.round(bytes / MEBIBYTE);

function residentBytes(pid: number): number | null {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1_024;
  } catch {
    return null;
  }
}
