import { readFileSync } from 'node:fs';
import { type Command } from 'commander';
import { invalid, notFound, ProblemError, type Violation } from '#libs/platform';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { printList, printOne } from '../output/result.js';
import { segment } from './as-known.js';

interface DefinitionLine {
  readonly name: string;
  readonly version: number;
  readonly title?: string | null;
  readonly reason?: string | null;
  readonly publishedAt?: string | null;
}

interface DefinitionProblem {
  readonly line: number | null;
  readonly column: number | null;
  readonly code?: string;
  readonly message: string;
}

export function addDefinitionCommands(program: Command): void {
  const definition = program.command('definition').description('What the words in a report mean: definitions in versions');

  definition
    .command('publish')
    .description('Publish the next version of a definition; the versions before it stay as they are')
    .argument('<file>', 'YAML document of the definition')
    .requiredOption('--reason <text>', 'why it changes')
    .action(
      onServer<{ reason: string }>(true, async ({ api, json }, [file = ''], { reason }) => {
        const published = await api.post<DefinitionLine>('/v1/definitions', { document: readText(file), reason });
        await printOne(published, json, ({ name, version }) => `${name}@${version} is published`);
      }),
    );

  definition
    .command('list')
    .description('All definitions with their versions')
    .action(
      onServer(true, async ({ api, json }) => {
        await printList(api.lines<DefinitionLine>('/v1/definitions'), json, [
          { heading: 'name', of: (row) => row.name },
          { heading: 'version', of: (row) => row.version, align: 'right' },
          { heading: 'title', of: (row) => row.title },
          { heading: 'published', of: (row) => row.publishedAt },
          { heading: 'reason', of: (row) => row.reason },
        ]);
      }),
    );

  definition
    .command('show')
    .description('One definition as it was published (the newest version, where none is named)')
    .argument('<name[@version]>', 'e.g. new_leads or new_leads@1')
    .action(
      onServer(true, async ({ api, json }, [name = '']) => {
        const shown = await api.get<{ document: string }>(`/v1/definitions/${segment(name)}`);
        await printOne(shown, json, ({ document }) => document.trimEnd());
      }),
    );

  definition
    .command('check')
    .description('Check a document without publishing it: every problem with line and column')
    .argument('<file>', 'YAML document of the definition')
    .action(
      onServer(true, async ({ api, json }, [file = '']) => {
        const checked = await api.post<{ problems: DefinitionProblem[] }>('/v1/definitions/check', { document: readText(file) });
        if (json) await line(JSON.stringify(checked));
        const [first, ...rest] = checked.problems.map((problem): Violation => ({
          code: problem.code ?? 'DEFINITION.INVALID',
          message: problem.message,
          path: `${file}:${problem.line ?? 1}:${problem.column ?? 1}`,
        }));
        if (first) throw new ProblemError(422, [first, ...rest]);
        if (!json) await line(`${file} can be published`);
      }),
    );
}

/** Errors: `CLI.FILE_NOT_FOUND` (404), `CLI.FILE_UNREADABLE` (422). */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notFound('CLI.FILE_NOT_FOUND', `There is no file ${path}`);
    throw invalid({ code: 'CLI.FILE_UNREADABLE', message: `${path} cannot be read: ${(error as Error).message}` });
  }
}
