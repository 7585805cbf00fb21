import { type Command } from 'commander';
import { ProblemError, type Violation } from '#libs/platform';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { readText } from './given-file.js';

interface Checked {
  readonly problems: readonly (Violation & { readonly line: number; readonly column: number })[];
}

interface CheckedDocument<T extends Checked> {
  readonly file: string;
  /** What is asked, and answers with the problems. */
  readonly path: string;
  /** What is sent of the file; default its text. */
  readonly sent?: (file: string) => object | Promise<object>;
  /** Where nothing is wrong, said behind the name of the file. */
  readonly inWords?: (checked: T) => string;
}

/** `check FILE`: what would be wrong with publishing a document, each problem with its place in the file. */
export function takesCheck<T extends Checked>(
  command: Command,
  { file: described, path, sent = (file) => ({ document: readText(file) }), inWords = () => 'can be published' }: CheckedDocument<T>,
): void {
  command
    .command('check')
    .description('Check a document without publishing it: every problem with line and column')
    .argument('<file>', described)
    .action(
      onServer(true, async ({ api, json }, [file = '']) => {
        const checked = await api.post<T>(path, await sent(file));
        if (json) await line(JSON.stringify(checked));
        const [first, ...others] = checked.problems.map(({ code, message, line: at, column }) => ({
          code,
          message,
          path: `${file}:${at}:${column}`,
        }));
        if (first) throw new ProblemError(422, [first, ...others]);
        if (!json) await line(`${file} ${inWords(checked)}`);
      }),
    );
}
