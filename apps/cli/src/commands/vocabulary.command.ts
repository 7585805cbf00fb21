import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { printList, printOne } from '../output/result.js';
import { table } from '../output/table.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';
import { takesCheck } from './check-document.js';
import { readText } from './given-file.js';

interface VocabularyLine {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly attributes: readonly string[];
  readonly fields: readonly string[];
  readonly values: number;
  readonly inForce: boolean;
  readonly effectiveFrom: string;
  readonly reason: string;
}

interface VocabularyShown extends VocabularyLine {
  readonly document: string;
  readonly codes: readonly {
    readonly code: string;
    readonly label: string;
    readonly aliases: readonly string[];
    readonly from: string | null;
    readonly to: string | null;
    readonly parents: readonly { readonly code: string; readonly from: string | null }[];
  }[];
}

interface Published {
  readonly name: string;
  readonly version: number;
  readonly changed: boolean;
}

interface Told {
  readonly reason: string;
  readonly from?: string;
}

export function addVocabularyCommands(program: Command): void {
  const vocabulary = program
    .command('vocabulary')
    .description('The values that a field may have, with their other writings: vocabularies in versions');

  takesCheck(vocabulary, { file: 'YAML document of the vocabulary', path: '/v1/vocabularies/check' });

  tells(
    vocabulary
      .command('publish')
      .description('Publish the next version of a vocabulary; the versions before it stay as they are')
      .argument('<file>', 'YAML document of the vocabulary'),
  ).action(
    onServer<Told>(true, async ({ api, json }, [file = ''], told) => {
      await printOne(await api.post<Published>('/v1/vocabularies', { document: readText(file), ...bodyOf(told) }), json, inWords);
    }),
  );

  tells(
    vocabulary
      .command('retire')
      .description('Say the last day of a value; what was recorded with it keeps its meaning')
      .argument('<name>', 'name of the vocabulary')
      .argument('<code>', 'the value')
      .requiredOption('--to <day>', 'its last day'),
  ).action(
    onServer<Told & { to: string }>(true, async ({ api, json }, [name = '', code], { to, ...told }) => {
      await printOne(await api.post<Published>(`/v1/vocabularies/${segment(name)}/retire`, { code, to, ...bodyOf(told) }), json, inWords);
    }),
  );

  tells(
    vocabulary
      .command('alias')
      .description('Add further writings of a value')
      .argument('<name>', 'name of the vocabulary')
      .argument('<code>', 'the value')
      .argument('<writings...>', 'how it is written too'),
  ).action(
    onServer<Told>(true, async ({ api, json }, [name = '', code, ...aliases], told) => {
      const body = { code, aliases: aliases.flat(), ...bodyOf(told) };
      await printOne(await api.post<Published>(`/v1/vocabularies/${segment(name)}/aliases`, body), json, inWords);
    }),
  );

  takesClocks(vocabulary.command('list').description('All vocabularies with their versions')).action(
    onServer<Clocks>(true, async ({ api, json }, _, known) => {
      await printList(api.lines<VocabularyLine>('/v1/vocabularies', clocksQuery(known)), json, [
        { heading: 'name', of: (row) => row.name },
        { heading: 'version', of: (row) => row.version, align: 'right' },
        { heading: 'in force', of: (row) => (row.inForce ? 'yes' : '') },
        { heading: 'from', of: (row) => row.effectiveFrom },
        { heading: 'of', of: (row) => [...row.fields, ...row.attributes.map((name) => `attributes.${name}`)].join(', ') },
        { heading: 'values', of: (row) => row.values, align: 'right' },
        { heading: 'reason', of: (row) => row.reason },
      ]);
    }),
  );

  takesClocks(vocabulary.command('show').description('One vocabulary with its values (the version in force, where none is named)'))
    .argument('<name[@version]>', 'e.g. us_states or us_states@1')
    .option('--document', 'the YAML document as it was published')
    .action(
      onServer<Clocks & { document?: boolean }>(true, async ({ api, json }, [reference = ''], { document, ...known }) => {
        const shown = await api.get<VocabularyShown>(`/v1/vocabularies/${segment(reference)}`, clocksQuery(known));
        await printOne(shown, json, (said) => (document ? said.document.trimEnd() : valuesInWords(said)));
      }),
    );

  vocabulary
    .command('schema')
    .description('The JSON Schema of vocabulary documents, by which an editor completes them; needs no server')
    .action(async () => {
      const { VocabularySchema } = await import('#libs/governance');
      await line(JSON.stringify(VocabularySchema, null, 2));
    });
}

const tells = (command: Command): Command =>
  command
    .requiredOption('--reason <text>', 'why')
    .option('--from <instant>', 'entries are checked by it from then on (ISO 8601); default at once');

const bodyOf = ({ reason, from }: Told) => ({ reason, ...(from !== undefined && { effectiveFrom: from }) });

const inWords = ({ name, version, changed }: Published): string =>
  changed ? `${name}@${version} is published` : `${name}@${version} says so already`;

const valuesInWords = ({ name, version, title, codes }: VocabularyShown): string =>
  [
    `${name}@${version}: ${title}`,
    table(codes, [
      { heading: 'code', of: (row) => row.code },
      { heading: 'label', of: (row) => row.label },
      { heading: 'also written', of: (row) => row.aliases.join(', ') },
      { heading: 'from', of: (row) => row.from },
      { heading: 'to', of: (row) => row.to },
      { heading: 'under', of: (row) => row.parents.map(({ code, from }) => (from ? `${code} (${from})` : code)).join(', ') },
    ]),
  ].join('\n');
