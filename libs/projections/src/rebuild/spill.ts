import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

const FLUSH_AT = 32 * 1024;
const FOLDER = 'leadledger-rebuild-';

/** An event as it was spilled. */
export interface SpilledEvent {
  readonly position: number;
  readonly json: string;
}

interface Part {
  readonly path: string;
  readonly file: WriteStream;
  lines: string[];
  size: number;
}

/**
 * Events on their way through a rebuild, spilled to files by stream: all events of one stream are in one part, in the order they came.
 * So the fold needs the events of one part in memory and not those of the log.
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

  /** `event`: JSON on one line. Returns a promise only where the caller must wait before writing more. */
  write(stream: string, position: number, event: string): Promise<void> | undefined {
    const part = this.parts[hash(stream) % this.parts.length]!;
    const line = `${JSON.stringify(stream)}\t${position}\t${event}\n`;
    part.lines.push(line);
    part.size += line.length;
    return part.size >= FLUSH_AT ? flush(part) : undefined;
  }

  /** Each part by stream, once everything is written: nothing of it is parsed. */
  async *read(): AsyncGenerator<ReadonlyMap<string, readonly SpilledEvent[]>, void, void> {
    for (const part of this.parts) {
      await flush(part);
      part.file.end();
      await finished(part.file);
    }
    for (const { path } of this.parts) {
      const text = await readFile(path, 'utf8');
      await rm(path);
      if (text.length > 0) yield byStream(text);
    }
  }

  async remove(): Promise<void> {
    for (const { file } of this.parts) file.destroy();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function byStream(text: string): Map<string, SpilledEvent[]> {
  const streams = new Map<string, SpilledEvent[]>();
  for (let at = 0; at < text.length;) {
    const name = text.indexOf('\t', at);
    const position = text.indexOf('\t', name + 1);
    const end = text.indexOf('\n', position);
    const stream = text.slice(at, name);
    const event = { position: Number(text.slice(name + 1, position)), json: text.slice(position + 1, end) };
    const events = streams.get(stream);
    if (events) events.push(event);
    else streams.set(stream, [event]);
    at = end + 1;
  }
  return streams;
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
