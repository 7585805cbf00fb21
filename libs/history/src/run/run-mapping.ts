import { stat } from 'node:fs/promises';
import { type HistoricalOrganisationFact } from '#libs/dispatch';
import { type Mapping, type TableFile } from '../mapping/mapping.js';
import { buildCase, type PreparedSection } from './build-case.js';
import { identifier } from './identify.js';
import { type ImportCase } from './import-case.js';
import { OrganisationFacts } from './organisation-facts.js';
import { readFiles } from './read-files.js';
import { preparedSections } from './prepare.js';
import { type Reject } from './row-fault.js';
import { Sorter, type SortedRow } from './sorter.js';
import { sorterProblem } from './sorter-problem.js';

/** How far a run is: bytes of the files while they are read, then leads, which are known from the sorting on. */
export interface MappingProgress {
  readonly phase: 'reading' | 'sorting' | 'leads';
  readonly done: number;
  readonly total: number;
}

export interface RunOptions {
  readonly onReject: (reject: Reject) => void;
  readonly onProgress?: (progress: MappingProgress) => void;
  /** What sorting may hold in memory, in megabytes. */
  readonly sortMemoryMb?: number;
}

export interface MappingRun {
  /** Rows of the files whose rows are history of leads. */
  readonly rows: number;
  readonly organisation: readonly HistoricalOrganisationFact[];
  /** The leads, each with all its rows, by source and id. To be read once. */
  readonly cases: AsyncGenerator<ImportCase>;
  /** Removes temporary files; the cases cannot be read any more. */
  close(): Promise<void>;
}

/**
 * Runs a mapping over its files: reads and types every row, sorts and joins out of core, and gives the history of one lead after the other.
 * Memory does not grow with the files. Rows that cannot be used go to `onReject`, alone.
 */
export async function runMapping(mapping: Mapping, options: RunOptions): Promise<MappingRun> {
  const identify = identifier(mapping.identities);
  const organisation = new OrganisationFacts(mapping, identify);
  const sections = preparedSections(mapping);
  const sorter = await Sorter.open(Math.max(0, ...mapping.history.map(({ joins }) => joins.length)), options.sortMemoryMb);
  try {
    const total = await bytesOf(mapping.files.values());
    const read = await readFiles(mapping, sorter, organisation, {
      onReject: options.onReject,
      onBytes: (done) => options.onProgress?.({ phase: 'reading', done, total }),
    });
    options.onProgress?.({ phase: 'sorting', done: 0, total: read.rows });
    await rejectRepeated(mapping, sorter, read.joinedFiles, options.onReject);
    const joinedTables = mapping.history.map(({ joins }) => joins.map((join) => read.tableOf(join)));
    const cases = casesOf(sorter.sorted(joinedTables), sections, identify, options, await sorter.leads());
    return { rows: read.rows, organisation: organisation.all(), cases, close: () => sorter.close() };
  } catch (error) {
    await sorter.close();
    throw sorterProblem(error);
  }
}

async function bytesOf(files: Iterable<TableFile>): Promise<number> {
  let total = 0;
  for (const file of files)
    total += await stat(file.path).then(
      ({ size }) => size,
      () => 0,
    );
  return total;
}

async function rejectRepeated(
  mapping: Mapping,
  sorter: Sorter,
  joinedFiles: readonly string[],
  onReject: (reject: Reject) => void,
): Promise<void> {
  const { repeatedJoined, repeated } = await sorter.seal();
  for (const { table, row, line } of repeatedJoined)
    onReject({
      file: joinedFiles[table]!,
      row,
      line,
      column: '',
      code: 'JOIN_KEY_REPEATED',
      message: 'An earlier row of the file has the same key; that one is joined',
    });
  for (const { section, row, line } of repeated) {
    const { file, rowKey } = mapping.history[section]!;
    onReject({
      file,
      row,
      line,
      column: rowKey.join(','),
      code: 'ROW_REPEATED',
      message: 'An earlier row of the file has the same rowKey; name columns that tell rows apart',
    });
  }
}

async function* casesOf(
  batches: AsyncIterable<SortedRow[]>,
  sections: readonly PreparedSection[],
  identify: ReturnType<typeof identifier>,
  options: RunOptions,
  total: number,
): AsyncGenerator<ImportCase> {
  let done = 0;
  let rows: SortedRow[] = [];
  const finish = (): ImportCase => {
    const built = buildCase(rows, sections, identify, options.onReject);
    rows = [];
    options.onProgress?.({ phase: 'leads', done: ++done, total });
    return built;
  };
  try {
    for await (const batch of batches)
      for (const row of batch) {
        if (rows.length > 0 && (rows[0]!.lead !== row.lead || rows[0]!.source !== row.source)) yield finish();
        rows.push(row);
      }
  } catch (error) {
    throw sorterProblem(error);
  }
  if (rows.length > 0) yield finish();
}
