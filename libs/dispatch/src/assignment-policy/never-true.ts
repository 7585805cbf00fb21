import { type Condition } from './assignment-spec.js';
import { caseSchema } from './assignment-facts.js';

/** More combinations than this are not tried: then the condition passes. */
const MAX_TRIALS = 20_000;
/** What takes more than comparing with written-out values; a trial of such values proves nothing. */
const BEYOND_COMPARING =
  /\.\s*(contains|startsWith|endsWith|lowerAscii|upperAscii|trim|size)\s*\(|\b(size|int|double|string|timestamp|duration)\s*\(|[+*/%]|[^0-9eE(<>=,[?:&|!-]\s*-/;

/**
 * Whether no inquiry at all can satisfy a condition. Every fact that it reads is tried with each value the condition itself names, with values
 * below, between and above those, with others and with none; a condition that only compares facts with written-out values cannot tell more values
 * apart than these. Where it does more than comparing, or reads too many facts, the answer is no: only what is certain is refused.
 */
export function neverTrue({ source, references, evaluate }: Condition): boolean {
  const withoutText = source.replaceAll(/"[^"]*"|'[^']*'/g, '""');
  if (BEYOND_COMPARING.test(withoutText)) return false;
  const texts = [...source.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single!);
  const numbers = [...withoutText.matchAll(/-?\d+(\.\d+)?/g)].map(([text]) => Number(text));
  const around = [...numbers, ...numbers.flatMap((n) => [n - 1, n + 1]), ...between(numbers), 0, 1, 2, 3];
  const choices = references.map((path) => ({ path, values: valuesFor(path, texts, around) }));
  const trials = choices.reduce((product, { values }) => product * values.length, 1);
  if (trials > MAX_TRIALS) return false;
  return !combinations(choices).some((row) => evaluate(row) === true);
}

const between = (numbers: readonly number[]): number[] => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.slice(1).map((n, index) => (n + sorted[index]!) / 2);
};

function valuesFor(path: readonly string[], texts: readonly string[], numbers: readonly number[]): readonly unknown[] {
  const declared = path.length === 1 ? caseSchema[path[0]!] : undefined;
  const type = path[0] === 'time' ? (['weekday', 'date'].includes(path[1]!) ? 'string' : path[1] === 'open' ? 'bool' : 'int') : declared;
  const ofText = [...new Set(texts), 'another value', 'yet another'];
  const ofNumber = [...new Set(numbers)];
  if (type === 'string') return [...ofText, null];
  if (type === 'bool') return [true, false, null];
  if (type === 'double') return [...ofNumber, null];
  if (type === 'int') return [...ofNumber.filter(Number.isInteger), null];
  return [...ofText, ...ofNumber, true, false, null];
}

type Choice = { readonly path: readonly string[]; readonly values: readonly unknown[] };

function combinations(choices: readonly Choice[]): Record<string, unknown>[] {
  return choices.reduce<Record<string, unknown>[]>(
    (rows, { path, values }) => rows.flatMap((row) => values.map((value) => withValue(row, path, value))),
    [{}],
  );
}

function withValue(row: Record<string, unknown>, [first, second]: readonly string[], value: unknown): Record<string, unknown> {
  if (second === undefined) return { ...row, [first!]: value };
  return { ...row, [first!]: { ...(row[first!] as object | undefined), [second]: value } };
}
