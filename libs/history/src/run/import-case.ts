import { type HistoricalFact } from '#libs/leads';

/** A row with what names it: to be told again, and to be told apart from a changed one. */
export interface CaseRow {
  readonly key: string;
  readonly hash: string;
  readonly file: string;
  readonly row: number;
  readonly line: number;
}

/** All rows of one lead in an import, with the facts they say in the order of their times. A row may say nothing. */
export interface ImportCase {
  readonly leadKey: { readonly source: string; readonly id: string };
  readonly rows: readonly CaseRow[];
  readonly facts: readonly HistoricalFact[];
}
