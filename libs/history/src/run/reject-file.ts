import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { type Reject } from './row-fault.js';

const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * The rows that were not taken, as CSV: `row` counts data rows of the file from 1, `line` is the line in the file. Made with the first reject;
 * an import without rejects leaves no file.
 */
export class RejectFile {
  private stream: WriteStream | null = null;
  count = 0;

  constructor(private readonly path: string) {}

  add(reject: Reject): void {
    if (!this.stream) {
      this.stream = createWriteStream(this.path, 'utf8');
      this.stream.write('row,column,code,message,file,line\n');
    }
    this.count++;
    this.stream.write(`${[reject.row, reject.column, reject.code, reject.message, reject.file, reject.line].map(cell).join(',')}\n`);
  }

  /** Path of the file, null where nothing was rejected. */
  async close(): Promise<string | null> {
    if (!this.stream) return null;
    this.stream.end();
    await once(this.stream, 'finish');
    return this.path;
  }
}
