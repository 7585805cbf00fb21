import { type Cell, type CellFault, readCell, sortKey } from '../column/column.js';
import { type HistorySection, type Join, type Mapping, type OrganisationSection, type TableFile } from '../mapping/mapping.js';
import { type BrokenRow, isBroken, type RawRow } from '../table/raw-row.js';
import { readTable } from '../table/table.js';
import { idOf } from './evaluate-value.js';
import { orderKey } from './order-key.js';
import { type OrganisationFacts } from './organisation-facts.js';
import { leadReads, organisationReads } from './prepare.js';
import { type Reject, RowFault } from './row-fault.js';
import { factsOf, type RowView } from './row-view.js';
import { type Sorter } from './sorter.js';

export interface ReadOptions {
  readonly onReject: (reject: Reject) => void;
  readonly onBytes: (done: number) => void;
}

export interface FilesRead {
  /** Rows of files that are history. */
  readonly rows: number;
  readonly joinedFiles: readonly string[];
  /** The place among the joined tables of what a join means. */
  tableOf(join: Join): number;
}

const separator = '\u001f';

/** Reads every file once; each row goes wherever the mapping needs it: to its case, to the rows it is joined to, to the people it names. */
export async function readFiles(
  mapping: Mapping,
  sorter: Sorter,
  organisation: OrganisationFacts,
  options: ReadOptions,
): Promise<FilesRead> {
  const tables = joinedTables(mapping);
  let rows = 0;
  let bytes = 0;
  for (const file of mapping.files.values()) {
    const takers = takersOf(mapping, file, tables, sorter, organisation);
    if (takers.length === 0) continue;
    const isHistory = mapping.history.some((section) => section.file === file.name);
    const names = file.columns.map(({ header }) => header);
    const read = cellReader(file);
    for await (const batch of readTable(file, names, (more) => options.onBytes((bytes += more)))) {
      if (isHistory) rows += batch.length;
      for (const row of batch) takeRow(file, row, read, takers, options.onReject);
    }
  }
  return { rows, joinedFiles: tables.map(({ file }) => file), tableOf: (join) => tables.findIndex((table) => sameTable(table, join)) };
}

/** Rows that follow one another often say the same: what a column said last is not read again. */
function cellReader(file: TableFile): (index: number, raw: string | null) => Cell | CellFault {
  const last = file.columns.map((): { raw: string | null; cell: Cell | CellFault } => ({ raw: null, cell: null }));
  return (index, raw) => {
    const before = last[index]!;
    if (before.raw !== raw) {
      before.cell = readCell(file.columns[index]!, raw);
      before.raw = raw;
    }
    return before.cell;
  };
}

type Taker = (cells: readonly Cell[], row: RawRow) => void;

function takeRow(
  file: TableFile,
  row: RawRow | BrokenRow,
  read: ReturnType<typeof cellReader>,
  takers: readonly Taker[],
  onReject: (reject: Reject) => void,
): void {
  const reject = (column: string, { code, message }: CellFault): void =>
    onReject({ file: file.name, row: row.row, line: row.line, column, code, message });
  if (isBroken(row)) return reject('', row.fault);
  const cells: Cell[] = [];
  let sound = true;
  for (let index = 0; index < file.columns.length; index++) {
    const cell = read(index, row.cells[index] ?? null);
    if (cell !== null && typeof cell === 'object') {
      reject(file.columns[index]!.header, cell);
      sound = false;
    } else cells.push(cell);
  }
  if (!sound) return;
  for (const take of takers) {
    try {
      take(cells, row);
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      reject(error.column, error);
    }
  }
}

type JoinedTable = Pick<Join, 'file'> & { readonly key: string };
const keyOfJoin = (join: Join): string => join.on.map(({ other }) => other).join(separator);
const sameTable = (table: JoinedTable, join: Join): boolean => table.file === join.file && table.key === keyOfJoin(join);

/** Each file that is joined by some columns, once. */
function joinedTables(mapping: Mapping): JoinedTable[] {
  const tables: JoinedTable[] = [];
  for (const { joins } of mapping.history)
    for (const join of joins) if (!tables.some((table) => sameTable(table, join))) tables.push({ file: join.file, key: keyOfJoin(join) });
  return tables;
}

function takersOf(
  mapping: Mapping,
  file: TableFile,
  tables: readonly JoinedTable[],
  sorter: Sorter,
  organisation: OrganisationFacts,
): Taker[] {
  const takers: Taker[] = [];
  mapping.history.forEach((section, index) => {
    if (section.file === file.name) takers.push(historyTaker(mapping, section, index, sorter));
  });
  tables.forEach((table, index) => {
    if (table.file === file.name) takers.push(joinTaker(file, table, index, sorter));
  });
  for (const section of mapping.organisation) if (section.file === file.name) takers.push(organisationTaker(section, organisation));
  for (const { file: named, column, kind } of mapping.identities.columns) {
    if (named !== file.name) continue;
    const index = file.columns.findIndex(({ name }) => name === column);
    takers.push((cells) => {
      const id = cells[index];
      if (id !== null && id !== undefined && id !== '') organisation.addId(kind, id, column);
    });
  }
  return takers;
}

function historyTaker(mapping: Mapping, section: HistorySection, index: number, sorter: Sorter): Taker {
  const { shape, order, rowKey, joins, lead, source } = section;
  const at = (name: string): number => shape.indexOf.get(name)!;
  const orderAt = order.map(at);
  const keyAt = rowKey.map(at);
  const joinAt = joins.map((join) => join.on.map(({ own }) => at(own)));
  const reads = leadReads(section);
  const nth = mapping.history.slice(0, index).filter(({ file }) => file === section.file).length;
  // One row may be history twice; its keys must not meet.
  const prefix = nth === 0 ? section.file : `${section.file}#${nth + 1}`;
  return (cells, { row, line }) => {
    const facts = factsOf(shape, cells, reads);
    const view: RowView = { shape, cells, facts, context: { row: facts, previous: {}, first: false, last: false } };
    const id = idOf(lead, view);
    if (id === null) throw new RowFault(lead.field, 'LEAD_MISSING', 'The row names no lead');
    const from = idOf(source, view);
    if (from === null) throw new RowFault(source.field, 'SOURCE_MISSING', 'The row names no source');
    sorter.add({
      section: index,
      source: from,
      lead: id,
      order: orderKey(orderAt.map((column) => sortKey(shape.columns[column]!, cells[column] ?? null))),
      row,
      line,
      rowKey: `${prefix}:${keyAt.map((column) => cells[column] ?? '').join(separator)}`,
      cells: JSON.stringify(cells),
      joins: joinAt.map((columns) => joinKey(columns.map((column) => cells[column] ?? null))),
    });
  };
}

/** Rows without a value in a key belong to nothing. */
const joinKey = (cells: readonly Cell[]): string | null => (cells.includes(null) ? null : cells.join(separator));

function joinTaker(file: TableFile, table: JoinedTable, index: number, sorter: Sorter): Taker {
  const keyAt = table.key.split(separator).map((name) => file.columns.findIndex((column) => column.name === name));
  return (cells, { row, line }) => {
    const key = joinKey(keyAt.map((at) => cells[at] ?? null));
    if (key === null)
      throw new RowFault(table.key.replaceAll(separator, ','), 'JOIN_KEY_MISSING', 'The row has no value in the columns it is joined by');
    sorter.addJoined({ table: index, key, row, line, cells: JSON.stringify(cells) });
  };
}

function organisationTaker(section: OrganisationSection, organisation: OrganisationFacts): Taker {
  const read = organisationReads(section);
  return (cells) => organisation.addRow(section, cells, read);
}
