import { type Report } from '../run/run-report.js';
import { type RowValue } from '../run/report-request.js';
import { type ChangedMeasure } from './changed-measures.js';

/** What a row is under one of the two: counted or not, and what it adds. */
export interface DiffSide {
  readonly counted: boolean;
  readonly [dimensionOrValue: string]: RowValue;
}

export interface DiffEntry {
  readonly entity: string;
  readonly id: string;
  /** Null of what belongs to no lead. */
  readonly lead: string | null;
  /** Names of the clauses that decided: terms, the distinct rule, the date basis, the filter, the entity; of what differs where both count. */
  readonly clauses: readonly string[];
  readonly events: readonly string[];
  readonly before: DiffSide;
  readonly after: DiffSide;
}

/** The lists of a comparison, in their order. */
export const differences = ['leave', 'enter', 'change'] as const;

/** An entry, and the list that it stands in. */
export interface ListedEntry extends DiffEntry {
  readonly list: (typeof differences)[number];
}

/** Two reports and what makes them differ: list by list, in each by position. The entries can be read once, and are not held. */
export interface ReportComparison {
  readonly before: Report;
  readonly after: Report;
  /** Why the number may differ where no entry says so. */
  readonly measures: readonly ChangedMeasure[];
  readonly entries: AsyncIterable<ListedEntry>;
}

/** The lists whole, in memory. */
export type ReportDiff = Readonly<Record<(typeof differences)[number], readonly DiffEntry[]>>;

export async function wholeLists(entries: AsyncIterable<ListedEntry>): Promise<ReportDiff> {
  const lists = { leave: [] as DiffEntry[], enter: [] as DiffEntry[], change: [] as DiffEntry[] };
  for await (const { list, ...entry } of entries) lists[list].push(entry);
  return lists;
}
