import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type Mapping } from '../mapping/mapping.js';
import { type ImportStart } from '../session/session.js';

/** What the files are that an import takes in, by content. */
export async function fileDigests(mapping: Mapping): Promise<ImportStart['files']> {
  const files = [];
  for (const { path } of mapping.files.values()) {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    files.push({ name: basename(path), sha256: hash.digest('hex'), bytes });
  }
  return files;
}
