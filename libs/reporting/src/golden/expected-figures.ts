import { parse, stringify } from 'yaml';
import { invalid } from '#libs/platform';
import { referenceOf } from '../definitions/definition-store.js';
import { type ExpectedFigure } from './golden-history.js';

/** The figures written beside a history: a YAML list. Throws 422. */
export function readExpected(file: string, text: string): readonly ExpectedFigure[] {
  const written = (parse(text) as unknown) ?? [];
  const ok = (each: unknown): each is ExpectedFigure => {
    const { report, from, to, total } = (each ?? {}) as Partial<ExpectedFigure>;
    return (
      typeof report === 'string' && typeof from === 'string' && typeof to === 'string' && (total === null || typeof total === 'number')
    );
  };
  if (Array.isArray(written) && written.every(ok)) return written;
  throw invalid({
    code: 'HISTORY.EXPECTED',
    message:
      'Expected figures are a list; each has report (name or name@version), from, to and total, and may have by, where, knownAt and rows',
    path: file,
  });
}

/** Those that are about a definition: under its name, of this version or of any. */
export const expectedOf = (expected: readonly ExpectedFigure[], name: string, version: number | null): readonly ExpectedFigure[] =>
  expected.filter(({ report }) => {
    const asked = referenceOf(report);
    return asked.name === name && (asked.version === null || asked.version === version);
  });

const HEAD = `# What definitions give on the history of the same name. Written by "leadledger definition test --save"; read each difference before you commit it.\n`;

/** The list with the figures of one definition in place of those it had. */
export const writeExpected = (
  expected: readonly ExpectedFigure[],
  before: readonly ExpectedFigure[],
  found: readonly ExpectedFigure[],
): string => {
  const kept = expected.filter((each) => !before.includes(each));
  const all = [...kept, ...found].sort((a, b) => (a.report < b.report ? -1 : a.report > b.report ? 1 : a.from < b.from ? -1 : 1));
  return `${HEAD}${stringify(all, { lineWidth: 160, flowCollectionPadding: false })}`;
};
