import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { csvLine, invalid } from '#libs/platform';
import { type Reject } from './row-fault.js';

/**
 * The rows that were not taken, as CSV: `row` counts data rows of the file from 1, `line` is the line in the file. An import without rejects
 * leaves the names of the columns alone, so that what an earlier run left is not taken for its own.
 */
export class RejectFile {
  private readonly stream: WriteStream;
  count = 0;

  constructor(readonly path: string) {
    this.stream = createWriteStream(path, 'utf8');
    // Met in `close`: until then a failure must not end the process.
    this.stream.on('error', () => undefined);
    this.stream.write('row,column,code,message,file,line\n');
  }

  add(reject: Reject): void {
    this.count++;
    this.stream.write(csvLine([reject.row, reject.column, reject.code, reject.message, reject.file, reject.line], '\n'));
  }

  /** Waits until all of it is on disk. Throws 422 `IMPORT.REJECTS_UNWRITABLE`. */
  async close(): Promise<void> {
    this.stream.end();
    await finished(this.stream).catch((error: Error) => {
      throw invalid({
        code: 'IMPORT.REJECTS_UNWRITABLE',
        message: `The rejects cannot be written to ${this.path} (${error.message}); make room, or name another file`,
      });
    });
  }
}
