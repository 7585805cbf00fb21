import { readSql } from '#libs/platform';
import { copiedJson, copiedText } from '../copy/copy-text.js';
import { type ReadTable } from '../sequence-projection.js';
import { type SpineEntry } from './spine-entry.js';

/** The name under which the spine stands among the projections. */
export const SPINE = 'spine';
export const SPINE_VERSION = 3;

export const spineTable: ReadTable = {
  name: 'log_entry',
  columns: ['position', 'event_id', 'stream', 'revision', 'type', 'known_at', 'leaf', 'digest', 'store_commit', 'store_prepare', 'event'],
  key: ['position'],
  ddl: readSql(import.meta.url, './log-entry.sql'),
  afterLoadDdl: readSql(import.meta.url, './log-entry-indexes.sql'),
};

/** One cell a column, in the order of the table; the event as JSON text. */
export const spineCells = ({ position, event, text, leaf, digest }: SpineEntry): readonly (string | number)[] => [
  position,
  event.id,
  event.stream,
  event.revision,
  event.type,
  event.metadata.knownAt,
  `\\x${leaf}`,
  `\\x${digest}`,
  event.storePosition.commit.toString(),
  event.storePosition.prepare.toString(),
  text,
];

/** The same in the text format of COPY. */
export const spineLine = ({ position, event, text, leaf, digest }: SpineEntry): string =>
  `${position}\t${event.id}\t${copiedText(event.stream)}\t${event.revision}\t${copiedText(event.type)}\t${event.metadata.knownAt}\t` +
  `\\\\x${leaf}\t\\\\x${digest}\t${event.storePosition.commit}\t${event.storePosition.prepare}\t${copiedJson(text)}\n`;
