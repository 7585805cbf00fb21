import { readFileSync } from 'node:fs';

const MEBIBYTE_IN_KIB = 1_024;

/** Resident memory of a process in MiB; null where the system does not tell (anywhere but on Linux). */
export function residentMebibytes(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / MEBIBYTE_IN_KIB;
}
