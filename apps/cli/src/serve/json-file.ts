import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** The content, or null where the file is missing or was cut off by a crash. */
export function readJsonFile<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return null;
  }
}

/** Readers see the old content or the new, never half of it. */
export function writeJsonFile(path: string, content: unknown): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content)}\n`);
  renameSync(draft, path);
}
