import { effectiveStart } from '#libs/calendar';
import { type HistoricalFact } from '#libs/leads';
import { sha256 } from '#libs/platform';
import { type Cell } from '../column/column.js';
import { type HistorySection, type IdentityKind } from '../mapping/mapping.js';
import { applyRules } from './apply-rules.js';
import { type CaseRow, type ImportCase } from './import-case.js';
import { type Reject, RowFault } from './row-fault.js';
import { factsOf, type RowView } from './row-view.js';
import { type SortedRow } from './sorter.js';

/** A section with what is asked of it for every row. */
export interface PreparedSection {
  readonly section: HistorySection;
  /** Columns that expressions read. */
  readonly read: readonly string[];
  readonly carried: readonly number[];
  /** Number of cells of each joined file, in order. */
  readonly joinedWidths: readonly number[];
}

/**
 * Makes one lead's history of its rows, which come by section, order and row. A row that cannot be used is rejected alone, and to the rows
 * behind it it never was. Facts are put in the order of their times; where those are equal, in the order of rows and rules.
 */
export function buildCase(
  rows: readonly SortedRow[],
  sections: readonly PreparedSection[],
  identify: (id: string) => IdentityKind,
  reject: (reject: Reject) => void,
): ImportCase {
  const facts: HistoricalFact[] = [];
  const kept: CaseRow[] = [];
  for (let from = 0; from < rows.length;) {
    let to = from + 1;
    while (to < rows.length && rows[to]!.section === rows[from]!.section) to++;
    const prepared = sections[rows[from]!.section]!;
    let previous: RowView | null = null;
    for (let at = from; at < to; at++) {
      const row = rows[at]!;
      try {
        const cells = cellsOf(row, prepared, previous);
        const rowFacts = factsOf(prepared.section.shape, cells, prepared.read);
        const view: RowView = {
          shape: prepared.section.shape,
          cells,
          facts: rowFacts,
          context: { row: rowFacts, previous: previous?.facts ?? {}, first: previous === null, last: at === to - 1 },
        };
        const hash = sha256(row.cells + row.joined.join('\n'));
        for (const fact of applyRules(prepared.section.events, view, identify)) facts.push({ rowKey: row.rowKey, rowHash: hash, ...fact });
        kept.push({ key: row.rowKey, hash, file: prepared.section.file, row: row.row, line: row.line });
        previous = view;
      } catch (error) {
        if (!(error instanceof RowFault)) throw error;
        reject({
          file: prepared.section.file,
          row: row.row,
          line: row.line,
          column: error.column,
          code: error.code,
          message: error.message,
        });
      }
    }
    from = to;
  }
  return { leadKey: { source: rows[0]!.source, id: rows[0]!.lead }, rows: kept, facts: captureFirst(inOrderOfTime(facts)) };
}

/** The row's own cells and those joined to it; a column that carries takes the value of the row before where it has none. */
function cellsOf(row: SortedRow, { section, carried, joinedWidths }: PreparedSection, previous: RowView | null): Cell[] {
  const cells = JSON.parse(row.cells) as Cell[];
  for (const index of carried) cells[index] ??= previous?.cells[index] ?? null;
  joinedWidths.forEach((width, index) => {
    const joined = row.joined[index] ?? null;
    const join = section.joins[index]!;
    if (joined === null && join.missing === 'reject')
      throw new RowFault(join.on.map(({ own }) => own).join(','), 'JOIN_MISSING', `\`${join.file}\` has no row for this one`);
    if (joined === null) for (let n = 0; n < width; n++) cells.push(null);
    else cells.push(...(JSON.parse(joined) as Cell[]));
  });
  return cells;
}

/** Sources date things before the lead they belong to (a deal closed two days before it was opened): the dates stay, but the lead comes first. */
function captureFirst(facts: HistoricalFact[]): HistoricalFact[] {
  const capture = facts.findIndex(({ action }) => action.do === 'capture-inquiry');
  return capture <= 0 ? facts : [facts[capture]!, ...facts.slice(0, capture), ...facts.slice(capture + 1)];
}

/**
 * Facts go into the log in the order in which the source recorded them, so that a correction entered late is known late. Those of which it
 * does not say that are known from the import on: they come last, in the order in which they were true, and take no other's time away.
 */
function inOrderOfTime(facts: HistoricalFact[]): HistoricalFact[] {
  let start = -Infinity;
  return facts
    .map((fact, index) => {
      start = effectiveStart(fact.occurredAt, start);
      const known = fact.knownAt === null ? Infinity : Date.parse(fact.knownAt);
      return { fact, index, known, order: known === Infinity ? start : 0 };
    })
    .sort((a, b) => difference(a.known, b.known) || difference(a.order, b.order) || a.index - b.index)
    .map(({ fact }) => fact);
}

const difference = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
