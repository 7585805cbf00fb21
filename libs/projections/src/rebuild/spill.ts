import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

const FLUSH_AT = 32 * 1024;
const FOLDER = 'leadledger-rebuild-';

interface Part {
  readonly path: string;
  readonly file: WriteStream;
  lines: string[];
  size: number;
}

/**
 * Events on their way through a rebuild, spilled to files by stream: all events of one stream are in one part, in the order they came.
 * So the fold needs the events of one part in memory and not those of the log. A line is `position TAB stored event as JSON`.
 */
export class Spill {
  private constructor(
    private readonly folder: string,
    private readonly parts: readonly Part[],
  ) {}

  /** `parts`: so many that one fits in memory. */
  static async open(tempDir: string, parts: number): Promise<Spill> {
    await removeLeftOvers(tempDir);
    const folder = await mkdtemp(join(tempDir, `${FOLDER}${process.pid}-`));
    return new Spill(
      folder,
      Array.from({ length: parts }, (_, index) => {
        const path = join(folder, String(index));
        const file = createWriteStream(path);
        // Errors reach the writer at `drain` or `finished`.
        file.on('error', () => undefined);
        return { path, file, lines: [], size: 0 };
      }),
    );
  }

  /** Returns a promise only where the caller must wait before writing more. */
  write(stream: string, position: number, event: string): Promise<void> | undefined {
    const part = this.parts[hash(stream) % this.parts.length]!;
    const line = `${position}\t${event}\n`;
    part.lines.push(line);
    part.size += line.length;
    return part.size >= FLUSH_AT ? flush(part) : undefined;
  }

  /** Each part's lines, once everything is written. */
  async *read(): AsyncGenerator<readonly string[], void, void> {
    for (const part of this.parts) {
      await flush(part);
      part.file.end();
      await finished(part.file);
    }
    for (const { path } of this.parts) {
      const text = await readFile(path, 'utf8');
      await rm(path);
      if (text.length > 0) yield text.slice(0, -1).split('\n');
    }
  }

  async remove(): Promise<void> {
    for (const { file } of this.parts) file.destroy();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function flush(part: Part): Promise<void> {
  if (part.lines.length === 0) return;
  const text = part.lines.join('');
  part.lines = [];
  part.size = 0;
  if (part.file.errored) throw part.file.errored;
  if (!part.file.write(text)) await once(part.file, 'drain');
}

/** What a process left that was killed in the middle of a rebuild; its id stands in the name of the folder. */
async function removeLeftOvers(tempDir: string): Promise<void> {
  for (const name of await readdir(tempDir)) {
    const pid = new RegExp(`^${FOLDER}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(tempDir, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
