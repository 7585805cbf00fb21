import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { line, writeBytes } from '../output/print.js';
import { type Period, reportBody } from './report-period.js';

interface Diff extends Period {
  readonly beforeVocabulary?: string;
  readonly afterVocabulary?: string;
}

interface Entry {
  readonly list: 'leave' | 'enter' | 'change';
  readonly entity: string;
  readonly id: string;
  readonly lead: string | null;
  readonly clauses: readonly string[];
}

const PATH = '/v1/reports/diff';

/** The list may be of any length: it is written as it comes. */
export function addReportDiff(command: Command): void {
  command
    .option('--before-vocabulary <name@version,…>', 'versions of vocabularies for the first')
    .option('--after-vocabulary <name@version,…>', 'versions of vocabularies for the second')
    .action(
      onServer<Diff>(true, async ({ api, json }, [before, after], options) => {
        const { beforeVocabulary: beforeVocabularies, afterVocabulary: afterVocabularies } = options;
        const body = { ...reportBody({ before, after }, options), beforeVocabularies, afterVocabularies };
        if (!json) return inWords(api.lines<Entry | Reports>(PATH, {}, body));
        for await (const bytes of await api.bytes(PATH, body, 'application/json')) await writeBytes(bytes);
        await line();
      }),
    );
}

/** The first line: the two reports. */
interface Reports {
  readonly list?: never;
}

async function inWords(lines: AsyncIterable<Entry | Reports>): Promise<void> {
  const counts = { leave: 0, enter: 0, change: 0 };
  for await (const each of lines) {
    if (each.list === undefined) continue;
    const { list, entity, id, lead, clauses } = each;
    if (++counts[list] === 1) await line(list);
    await line(`  ${entity} ${id}${lead ? ` of lead ${lead}` : ''}: ${clauses.join(', ')}`);
  }
  const { leave, enter, change } = counts;
  await line(`${leave} leave, ${enter} enter, ${change} change`);
}
