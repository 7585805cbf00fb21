import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { ProblemError } from '#libs/platform';
import { onServer } from '../client/session.js';
import { globalOptions } from '../global-options.js';
import { line } from '../output/print.js';
import { segment } from './as-known.js';
import { goldenInMarkdown, goldenInWords } from './golden-in-words.js';
import { readText } from './given-file.js';

const formats = { text: goldenInWords, markdown: goldenInMarkdown };

interface TestOptions {
  readonly against?: string;
  readonly history?: readonly string[];
  readonly save?: boolean;
  readonly format?: keyof typeof formats;
}

interface Document {
  readonly label: string;
  readonly document: string;
}

/** `definition test`: what a definition gives on frozen histories, and what a change does there. Needs no server, unless `--against` asks one. */
export function addTestDefinitionCommand(definition: Command): void {
  definition
    .command('test')
    .description(
      'Run a definition on golden histories: exit 1 where figures differ from those written beside them; shows a change like a diff',
    )
    .argument('<file>', 'YAML document of the definition')
    .option(
      '--against <file|name@version>',
      'show the difference to this one: a file, of the library that ships, or, with --url, of a server',
    )
    .option('--history <path...>', 'histories of your own (NAME.history.yaml or .ndjson), or folders of them; default: those that ship')
    .option('--save', 'write the figures found beside the histories, as what is expected from now on')
    .addOption(new Option('--format <format>', 'markdown for a pull request').choices(Object.keys(formats)).default('text'))
    .action(async function (this: Command) {
      const [file = ''] = this.processedArgs as string[];
      const { against } = this.opts<TestOptions>();
      const { url } = globalOptions(this);
      if (against === undefined) return test(this, file, null);
      if (existsSync(against)) return test(this, file, { label: against, document: readText(against) });
      if (url === null) {
        const { shippedDocument } = await import('#libs/reporting');
        return test(this, file, shippedDocument(against));
      }
      await onServer(false, async ({ api }) => {
        const shown = await api.get<{ name: string; version: number; document: string }>(`/v1/definitions/${segment(against)}`);
        await test(this, file, { label: `${shown.name}@${shown.version}`, document: shown.document });
      }).call(this);
    });
}

async function test(command: Command, file: string, against: Document | null): Promise<void> {
  const { json } = globalOptions(command);
  const { history = [], save = false, format = 'text' } = command.opts<TestOptions>();
  const { runGoldenTest } = await import('#libs/reporting');
  const tested = await runGoldenTest({ file, document: readText(file), against, histories: history, save });
  await line(json ? JSON.stringify(tested) : formats[format](tested));
  if (!tested.passed)
    throw new ProblemError(409, [
      {
        code: 'DEFINITION.NOT_AS_EXPECTED',
        message: `${tested.definition} does not give the figures written beside the histories; where that is meant, --save writes the new ones`,
      },
    ]);
}
