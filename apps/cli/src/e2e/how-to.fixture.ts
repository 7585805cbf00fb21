import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leadledger } from './cli-process.fixture.js';
import { type RunningFolder } from './running-folder.fixture.js';

/** One line that a how-to tells its reader to type, or a request. */
type Step =
  | { readonly args: readonly string[]; /** The file that its output goes to. */ readonly into: string | null }
  | { readonly path: string; readonly body: object };

/** Commands that stand together, and what the page says they print: lines in their order, `…` for anything. */
interface Passage {
  readonly steps: readonly Step[];
  readonly shown: readonly string[];
}

/**
 * Does what a how-to tells its reader: every line of its `sh` blocks and every `http` block (`POST path`, then the body), in the page's order, on one
 * data folder; the lines of the `text` block that follows have to be printed. Words in capitals that `meanings` knows (`FIGURE`) are what the reader copies from an earlier output.
 */
export class HowTo {
  private readonly copied = new Map<string, string>();

  constructor(
    private readonly page: string,
    /** Files that the commands write are put into its parent. */
    private readonly ledger: RunningFolder,
    private readonly meanings: Readonly<Record<string, RegExp>> = {},
  ) {}

  get passages(): readonly Passage[] {
    const text = readFileSync(this.page, 'utf8');
    return [...text.matchAll(/```(sh|http)\n([\s\S]*?)```(?:\n+```text\n([\s\S]*?)```)?/g)].map(([, kind, block = '', shown = '']) => ({
      steps: kind === 'http' ? [requestOf(block)] : block.replaceAll('\\\n', ' ').split('\n').flatMap(stepOf),
      shown: shown.split('\n').filter((line) => line.trim() !== ''),
    }));
  }

  async follow(passage: Passage): Promise<void> {
    let printed = '';
    for (const step of passage.steps) printed += 'path' in step ? await this.send(step) : await this.run(step);
    let rest = printed.split('\n');
    for (const line of passage.shown) {
      const at = rest.findIndex((each) => patternOf(line).test(each));
      expect({ line, printed: at < 0 ? printed : line }).toEqual({ line, printed: line });
      rest = rest.slice(at + 1);
    }
  }

  private async run({ args, into }: Extract<Step, { args: unknown }>): Promise<string> {
    const { code, out, err } = await leadledger([...args.map((arg) => this.read(arg)), '--data', this.ledger.folder]);
    expect({ args, code, err: code === 0 ? '' : err }).toEqual({ args, code: 0, err: '' });
    if (into !== null) writeFileSync(join(this.ledger.parent, into), out);
    for (const [word, meaning] of Object.entries(this.meanings)) {
      const found = meaning.exec(out)?.[1];
      if (found !== undefined) this.copied.set(word, found);
    }
    return out;
  }

  private async send({ path, body }: Extract<Step, { path: string }>): Promise<string> {
    const answer = await this.ledger.post<object>(
      path
        .split('/')
        .map((part) => this.read(part))
        .join('/'),
      body,
    );
    return JSON.stringify(answer);
  }

  private read(word: string): string {
    const written = this.passages.some(({ steps }) => steps.some((step) => 'args' in step && (step.into ?? outOf(step.args)) === word));
    return this.copied.get(word) ?? (written ? join(this.ledger.parent, word) : word);
  }
}

/** `leadledger report run x > file`, as a shell would read it; comments and blank lines are nothing to do. */
function stepOf(line: string): Step[] {
  const words = [...line.replace(/\s#.*$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain!,
  );
  const [program, ...args] = words;
  if (program === undefined || program.startsWith('#')) return [];
  if (program !== 'leadledger') throw new Error(`The test runs leadledger only, the page says: ${line}`);
  const at = args.indexOf('>');
  return [at < 0 ? { args, into: null } : { args: args.slice(0, at), into: args[at + 1]! }];
}

const outOf = (args: readonly string[]): string | null => (args.includes('--out') ? args[args.indexOf('--out') + 1]! : null);

function requestOf(block: string): Step {
  const [, path = '', body = ''] = /^POST (\S+)\n([\s\S]*)$/.exec(block) ?? [];
  return { path, body: JSON.parse(body) as object };
}

const patternOf = (line: string): RegExp =>
  new RegExp(
    `^\\s*${line
      .trim()
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+'))
      .join('.*')}\\s*$`,
  );
