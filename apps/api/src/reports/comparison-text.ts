import { differences, type ReportComparison } from '#libs/reporting';
import { linesOf } from '../http/ndjson.js';

/** A comparison as one JSON document, `{before, after, measures, leave, enter, change}`, entry by entry. */
export async function* comparisonDocument({ before, after, measures, entries }: ReportComparison): AsyncGenerator<string> {
  let at = 0;
  let between = '';
  const opened = (): string => `"${differences[at]}":[`;
  yield `{"before":${JSON.stringify(before)},"after":${JSON.stringify(after)},"measures":${JSON.stringify(measures)},${opened()}`;
  for await (const { list, ...entry } of entries) {
    for (; differences[at] !== list; between = '') {
      at++;
      yield `],${opened()}`;
    }
    yield `${between}${JSON.stringify(entry)}`;
    between = ',';
  }
  while (++at < differences.length) yield `],${opened()}`;
  yield ']}';
}

/** The same line by line: first `{before, after, measures}`, then the entries, each with the `list` that it stands in. */
export async function* comparisonLines({ before, after, measures, entries }: ReportComparison): AsyncGenerator<string> {
  yield* linesOf([{ before, after, measures }]);
  yield* linesOf(entries);
}
