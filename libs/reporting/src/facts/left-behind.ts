import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type PartRecord } from './manifest.js';
import { SPILL } from './report-engine.js';

/** Reports that were begun before parts were put together may read the single files for so long. */
const GRACE_MS = 3_600_000;
/** Nothing that an engine holds on the disk is left untouched for so long. */
const SPILL_MS = 86_400_000;

/** Files of parts that are being written begin so. */
export const UNFINISHED = 'unfinished-';

/** Notes on the files themselves since when nothing names them, so that a restart knows it too. */
export function markSuperseded(folder: string, parts: readonly PartRecord[]): void {
  const now = new Date();
  for (const part of parts) utimesSync(join(folder, part.file), now, now);
}

/** Removes files of parts that no manifest names and nobody can be reading any more, and what processes that were killed had begun. */
export function removeLeftBehind(folder: string, parts: readonly PartRecord[], now = Date.now()): void {
  const named = new Set(parts.map((part) => part.file));
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    if (file.startsWith('part-') ? !named.has(file) : file.startsWith(UNFINISHED)) removeOlderThan(GRACE_MS, path, now);
    if (file.startsWith(SPILL)) removeOlderThan(SPILL_MS, path, now);
  }
}

function removeOlderThan(age: number, path: string, now: number): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  const inside = stat.isDirectory()
    ? readdirSync(path).map((file) => statSync(join(path, file), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    : [];
  if (now - Math.max(stat.mtimeMs, ...inside) > age) rmSync(path, { recursive: true, force: true });
}
