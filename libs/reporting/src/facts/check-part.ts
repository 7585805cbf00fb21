import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Violation } from '#libs/platform';
import { type PartRecord } from './manifest.js';

/** Large pieces: the default of streams takes twice as long. */
const PIECE = 1_048_576;

export async function fileHashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: PIECE }), hash);
  return hash.digest('hex');
}

/** Whether the file of a part is the one that was written; what is wrong, naming it, or null. */
export async function checkPart(folder: string, part: PartRecord): Promise<Violation | null> {
  const path = join(folder, part.file);
  const detail = { file: part.file, from: part.from, to: part.to };
  if (!existsSync(path))
    return {
      code: 'FACTS.PART_LOST',
      message: `Report facts of positions ${part.from} to ${part.to} (${part.file}) are lost; the projector builds them again from the log`,
      detail,
    };
  if ((await fileHashOf(path)) !== part.fileHash)
    return {
      code: 'FACTS.PART_ALTERED',
      message: `Report facts of positions ${part.from} to ${part.to} (${part.file}) were altered; the projector builds them again from the log`,
      detail,
    };
  return null;
}
