import { type LogEntry } from '../facts/log-source.port.js';
import { type RowValue } from '../run/report-request.js';

/** A question to a definition, as it is put to a frozen history. */
export interface GoldenQuestion {
  readonly from: string;
  readonly to: string;
  readonly by?: readonly string[];
  readonly where?: string;
  readonly knownAt?: string;
}

/** A frozen history: events in order, as the log would have them, without personal data. */
export interface GoldenHistory {
  readonly name: string;
  readonly describe: string;
  /** Where a definition says `zone: organisation`. */
  readonly zone: string;
  readonly entries: readonly LogEntry[];
  /** What is asked where no figure is expected: the whole of it, unless the history says otherwise. */
  readonly ask: readonly GoldenQuestion[];
}

/** What somebody wrote down that a definition gives on a history. */
export interface ExpectedFigure extends GoldenQuestion {
  /** `name`, whatever its version, or `name@version`. */
  readonly report: string;
  readonly total: number | null;
  readonly rows?: readonly ExpectedRow[];
}

/** Of a row the columns that somebody wrote down; under `measures` the values of further measures, by name. */
export interface ExpectedRow {
  readonly measures?: Readonly<Record<string, RowValue>>;
  readonly [dimensionOrFigure: string]: RowValue | Readonly<Record<string, RowValue>> | undefined;
}
