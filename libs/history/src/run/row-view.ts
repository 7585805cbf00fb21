import { type Cell, celCell } from '../column/column.js';
import { type RowShape } from '../mapping/mapping.js';

/** One row as rules look at it. `facts` is what expressions see: built once, and kept as `previous` of the next row. */
export interface RowView {
  readonly shape: RowShape;
  readonly cells: readonly Cell[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly context: { readonly row: unknown; readonly previous: unknown; readonly first: boolean; readonly last: boolean };
}

/** Builds the facts of a row for the columns that expressions read; others are taken from the cells directly. */
export function factsOf(shape: RowShape, cells: readonly Cell[], read: readonly string[]): Readonly<Record<string, unknown>> {
  const facts: Record<string, unknown> = {};
  for (const name of read) {
    const index = shape.indexOf.get(name);
    if (index !== undefined) facts[name] = celCell(shape.columns[index]!, cells[index] ?? null);
  }
  return facts;
}

export const cellOf = (row: RowView, name: string): Cell => row.cells[row.shape.indexOf.get(name)!] ?? null;
