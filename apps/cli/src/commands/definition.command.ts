import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { printList, printOne } from '../output/result.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';
import { takesCheck } from './check-document.js';
import { readText } from './given-file.js';
import { addExportGoldenCommand } from './export-golden.command.js';
import { addTestDefinitionCommand } from './test-definition.command.js';
import { type DefinitionAnswer, definitionInWords, type DefinitionLine, stateInWords } from './definition-in-words.js';

/** A version that a command names. */
const VERSION = /^[a-z][a-z0-9_]*@[1-9]\d*$/;

interface Dependent {
  readonly is: string;
  readonly name: string;
  readonly version: number | null;
  readonly state: string;
}

export function addDefinitionCommands(program: Command): void {
  const definition = program.command('definition').description('What the words in a report mean: definitions in versions');

  definition
    .command('draft')
    .description('Record a document as a draft: it can be run by its number, and is no figure')
    .argument('<file>', 'YAML document of the definition')
    .requiredOption('--reason <text>', 'why it changes')
    .action(
      onServer<{ reason: string }>(true, async ({ api, json }, [file = ''], { reason }) => {
        const drafted = await api.post<DefinitionLine>('/v1/definitions/drafts', { document: readText(file), reason });
        await printOne(drafted, json, ({ name, version, state }) => `${name}@${version} is ${stateInWords(state)}`);
      }),
    );

  definition
    .command('put-to-test')
    .description('Show a draft to others for judgement: everything it gives is marked as a test')
    .argument('<name@version>', 'a draft')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<{ reason: string }>(true, async ({ api, json }, [reference = ''], { reason }) => {
        const changed = await api.post<DefinitionLine>(`/v1/definitions/${segment(reference)}/test`, { reason });
        await printOne(changed, json, ({ name, version }) => `${name}@${version} is put to test`);
      }),
    );

  definition
    .command('publish')
    .description('Publish the next version of a definition, or one that was drafted; the versions before it stay as they are')
    .argument('<file|name@version>', 'YAML document of the definition or term, or a version that was drafted')
    .requiredOption('--reason <text>', 'why it changes')
    .option('--effective-from <instant>', 'from when on its name alone means this version; default now')
    .action(
      onServer<{ reason: string; effectiveFrom?: string }>(true, async ({ api, json }, [given = ''], options) => {
        const published = VERSION.test(given)
          ? await api.post<DefinitionLine>(`/v1/definitions/${segment(given)}/publish`, options)
          : await api.post<DefinitionLine>('/v1/definitions', { document: readText(given), ...options });
        await printOne(
          published,
          json,
          ({ name, version, effectiveFrom }) =>
            `${name}@${version} is published${options.effectiveFrom === undefined ? '' : `, in force from ${effectiveFrom ?? ''}`}`,
        );
      }),
    );

  definition
    .command('retire')
    .description('Take a version out of force: its name alone means it no more; whoever names it still gets the same numbers')
    .argument('<name@version>', 'e.g. new_leads@1')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<{ reason: string }>(true, async ({ api, json }, [reference = ''], { reason }) => {
        const changed = await api.post<DefinitionLine>(`/v1/definitions/${segment(reference)}/retire`, { reason });
        await printOne(changed, json, ({ name, version }) => `${name}@${version} is retired`);
      }),
    );

  takesClocks(definition.command('list').description('All definitions with their versions and states')).action(
    onServer<Clocks>(true, async ({ api, json }, _args, clocks) => {
      await printList(api.lines<DefinitionLine>('/v1/definitions', clocksQuery(clocks)), json, [
        { heading: 'name', of: (row) => row.name },
        { heading: 'version', of: (row) => row.version, align: 'right' },
        { heading: 'state', of: (row) => row.state },
        { heading: 'kind', of: (row) => row.kind },
        { heading: 'title', of: (row) => row.title },
        { heading: 'in force from', of: (row) => row.effectiveFrom },
        { heading: 'reason', of: (row) => row.reason },
      ]);
    }),
  );

  takesClocks(
    definition
      .command('show')
      .description('One definition with its life, what it uses and what uses it (the version in force, where none is named)')
      .argument('<name[@version]>', 'e.g. new_leads or new_leads@1'),
  ).action(
    onServer<Clocks>(true, async ({ api, json }, [name = ''], clocks) => {
      await printOne(await api.get<DefinitionAnswer>(`/v1/definitions/${segment(name)}`, clocksQuery(clocks)), json, definitionInWords);
    }),
  );

  takesClocks(
    definition
      .command('dependents')
      .description('All that refers to a definition, a vocabulary, a calendar or rates: what a change would be felt by')
      .argument('<what>', 'a definition by its name, or vocabulary:us_states, calendar:berlin, rates:ecb'),
  ).action(
    onServer<Clocks>(true, async ({ api, json }, [what = ''], clocks) => {
      const [kind, name] = what.includes(':') ? what.split(':', 2) : ['definition', what.split('@')[0]];
      await printList(api.lines<Dependent>(`/v1/dependents/${segment(kind!)}/${segment(name!)}`, clocksQuery(clocks)), json, [
        { heading: 'is', of: (row) => row.is },
        { heading: 'name', of: (row) => row.name },
        { heading: 'version', of: (row) => row.version, align: 'right' },
        { heading: 'state', of: (row) => row.state },
      ]);
    }),
  );

  addTestDefinitionCommand(definition);
  addExportGoldenCommand(definition);

  takesCheck(definition, { file: 'YAML document of the definition', path: '/v1/definitions/check' });

  definition
    .command('schema')
    .description('The JSON Schema of definition documents, by which an editor completes them; needs no server')
    .option('--term', 'of documents that are terms')
    .action(async ({ term }: { term?: boolean }) => {
      const { DefinitionSchema, TermSchema } = await import('#libs/reporting');
      await line(JSON.stringify(term ? TermSchema : DefinitionSchema, null, 2));
    });
}
