import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { line, writeBytes } from '../output/print.js';
import { facts } from '../output/table.js';
import { type ReportAnswer, totalInWords } from './report-in-words.js';
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

/** The first line: the two reports, and the measures that they compute differently. */
interface Reports {
  readonly list?: never;
  readonly before: ReportAnswer;
  readonly after: ReportAnswer;
  readonly measures: readonly { readonly name: string; readonly before: string | null; readonly after: string | null }[];
}

async function inWords(lines: AsyncIterable<Entry | Reports>): Promise<void> {
  const counts = { leave: 0, enter: 0, change: 0 };
  for await (const each of lines) {
    if (each.list === undefined) {
      await line(reportsInWords(each));
      continue;
    }
    const { list, entity, id, lead, clauses } = each;
    if (++counts[list] === 1) await line(list);
    await line(`  ${entity} ${id}${lead ? ` of lead ${lead}` : ''}: ${clauses.join(', ')}`);
  }
  const { leave, enter, change } = counts;
  await line(`${leave} leave, ${enter} enter, ${change} change`);
}

/** The two totals, one under the other, and how a measure is computed on both sides where that is not the same. */
const reportsInWords = ({ before, after, measures }: Reports): string =>
  facts([
    ['before', `${totalInWords(before)} (${before.definition}@${before.version})`],
    ['after', `${totalInWords(after)} (${after.definition}@${after.version})`],
    ...measures.map((measure): [string, string] => [
      'measure',
      `${measure.name} changed: ${measure.before ?? 'none'} → ${measure.after ?? 'none'}`,
    ]),
  ]);
