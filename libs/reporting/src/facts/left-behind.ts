import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type PartRecord } from './manifest.js';

/** Reports that were begun before parts were put together may read the single files for so long. */
const GRACE_MS = 3_600_000;

/** Notes on the files themselves since when nothing names them, so that a restart knows it too. */
export function markSuperseded(folder: string, parts: readonly PartRecord[]): void {
  const now = new Date();
  for (const part of parts) utimesSync(join(folder, part.file), now, now);
}

/** Removes files of parts that no manifest names and nobody can be reading any more. */
export function removeSuperseded(folder: string, parts: readonly PartRecord[], now = Date.now()): void {
  const named = new Set(parts.map((part) => part.file));
  for (const file of readdirSync(folder)) {
    if (!file.startsWith('part-') || named.has(file)) continue;
    const path = join(folder, file);
    if (now - statSync(path).mtimeMs > GRACE_MS) rmSync(path);
  }
}
