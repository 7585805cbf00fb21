import { type ContenderResult, type FigureResult } from './result.js';

const HEAD = ['', 'a second', 'of limit', 'p50 ms', 'p95 ms', 'p99 ms', 'MiB', 'others', 'errors'];

/** For people: a line that says what a figure is and what is aimed at, and below it a row for each contender. */
export function tableOf(results: readonly FigureResult[]): string {
  const rows = results.map(({ contenders }) => contenders.map(cellsOf));
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.flat().map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}`;
  return [line(HEAD), ...results.flatMap((result, index) => [titleOf(result), ...rows[index]!.map(line)])].join('\n');
}

const titleOf = ({ benchmark, figure, unit, target }: FigureResult): string =>
  `${benchmark}: ${figure}, in ${unit}${target === null ? '' : ` (target: ${target})`}`;

function cellsOf({ name, role, perSecond, ofLimit, p50Ms, p95Ms, p99Ms, memory, errors }: ContenderResult): string[] {
  return [
    role === 'leadledger' ? name : `${role}: ${name}`,
    inShort(perSecond),
    ofLimit === null ? '' : ofLimit.toFixed(2),
    inShort(p50Ms),
    inShort(p95Ms),
    inShort(p99Ms),
    String(memory.benchMiB),
    memory.othersMiB === null ? '' : String(memory.othersMiB),
    String(errors),
  ];
}

const inShort = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(2);
