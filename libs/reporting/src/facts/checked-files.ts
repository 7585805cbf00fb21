import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A file as it was when its bytes had the hash. Whoever changes a file changes `changedNs` (its `ctime`), which nobody can set. */
export interface CheckedFile {
  readonly file: string;
  readonly fileHash: string;
  readonly inode: string;
  readonly size: string;
  readonly changedNs: string;
}

const CHECKED = 'checked.ndjson';
const columns = ['file', 'fileHash', 'inode', 'size', 'changedNs'] as const;

export const isSame = (a: CheckedFile, b: CheckedFile | undefined): boolean => columns.every((column) => a[column] === b?.[column]);

/** By name, the last word on each. A line that was written in part is as if it were not there, as are all where they cannot be read: files are hashed again. */
export function readChecked(folder: string): Map<string, CheckedFile> {
  const checked = new Map<string, CheckedFile>();
  for (const line of textOf(join(folder, CHECKED)).split('\n')) {
    const entry = parsed(line);
    if (entry) checked.set(entry.file, entry);
  }
  return checked;
}

export const removeChecked = (folder: string): void => rmSync(join(folder, CHECKED), { force: true });

/** At the end of a file that several processes write to, a line at once. Nothing needs it: on a full disk, or in a folder that may only be read, there is no note. */
export function appendChecked(folder: string, entry: CheckedFile): void {
  try {
    appendFileSync(join(folder, CHECKED), `${JSON.stringify(entry)}\n`);
  } catch {
    return;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parsed(line: string): CheckedFile | null {
  try {
    const entry = JSON.parse(line) as Partial<CheckedFile> | null;
    return columns.every((column) => typeof entry?.[column] === 'string') ? (entry as CheckedFile) : null;
  } catch {
    return null;
  }
}
