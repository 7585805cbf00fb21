import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { invalid } from '#libs/platform';

/**
 * The text of a file, piece by piece: UTF-8 with or without byte order mark, plain or gzip (told by its first bytes, not by its name).
 * Bytes that are no UTF-8 come as U+FFFD, so that the row that has them can be rejected alone.
 * Throws a problem where the file cannot be read, is UTF-16, or is a gzip file that breaks off. `onBytes` counts bytes of the file itself.
 */
export async function* openText(path: string, onBytes?: (bytes: number) => void): AsyncGenerator<string> {
  const file = await open(path, 'r').catch((error: unknown) => unreadable(path, error));
  try {
    const magic = Buffer.alloc(2);
    const { bytesRead } = await file.read(magic, 0, 2, 0);
    if (bytesRead === 2 && (magic.equals(Buffer.from([0xff, 0xfe])) || magic.equals(Buffer.from([0xfe, 0xff]))))
      throw invalid({ code: 'IMPORT.FILE_ENCODING', message: `${path} is UTF-16; save it as UTF-8` });
    const raw = file.createReadStream({ start: 0, highWaterMark: 256 * 1024, autoClose: false });
    if (onBytes) raw.on('data', (chunk) => onBytes(chunk.length));
    const gzipped = magic[0] === 0x1f && magic[1] === 0x8b;
    const bytes = gzipped ? raw.pipe(createGunzip({ chunkSize: 256 * 1024 })) : raw;
    if (gzipped) raw.on('error', (error) => bytes.destroy(error));
    const decoder = new TextDecoder('utf-8');
    for await (const chunk of bytes as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    unreadable(path, error);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT')
    throw invalid({ code: 'IMPORT.FILE_MISSING', message: `There is no file ${path}; put it there or correct its path in the mapping` });
  if (code === 'EACCES' || code === 'EISDIR')
    throw invalid({ code: 'IMPORT.FILE_UNREADABLE', message: `${path} cannot be read (${code})` });
  if (code.startsWith('Z_'))
    throw invalid({ code: 'IMPORT.FILE_BROKEN', message: `${path} is a broken gzip file (${(error as Error).message}); fetch it again` });
  throw error;
}
