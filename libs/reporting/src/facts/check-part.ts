import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Violation } from '#libs/platform';
import { type PartRecord } from './manifest.js';

/** Read in large pieces into one buffer: a stream makes a buffer a piece, which takes twice as long where much else is in memory. */
const PIECE = 1_048_576;

export async function fileHashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(piece);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
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
