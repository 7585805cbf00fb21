import { readFileSync } from 'node:fs';

const cache = new Map<string, string>();

/** Text of an `.sql` file beside the calling module: `readSql(import.meta.url, './owner-at.sql')`. Read once. */
export function readSql(moduleUrl: string, path: string): string {
  const url = new URL(path, moduleUrl);
  let text = cache.get(url.href);
  if (text === undefined) cache.set(url.href, (text = readFileSync(url, 'utf8')));
  return text;
}
