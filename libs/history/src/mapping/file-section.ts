import { resolve } from 'node:path';
import { nearestName } from '#libs/expressions';
import { ProblemError } from '#libs/platform';
import { type Column } from '../column/column.js';
import { columnNames, type TableSource } from '../table/table.js';
import { type ColumnDefaults, plainColumn, readColumn } from './column-section.js';
import { type YamlNode } from './yaml-node.js';

/** A file while the mapping is being read: `used` grows with every expression that looks at a column. */
export interface DraftFile {
  readonly name: string;
  readonly source: TableSource;
  /** All columns that expressions may name. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly used: Set<string>;
}

const fileFields = ['path', 'format', 'delimiter', 'header', 'columns', 'noValue'] as const;

/** Reads one entry of `files` and looks into the file for the names of its columns. Undefined where the file cannot be looked into. */
export async function readFile(name: string, node: YamlNode, folder: string, defaults: ColumnDefaults): Promise<DraftFile | undefined> {
  const fields = node.fields(fileFields);
  const path = fields.path?.text();
  if (path === undefined) {
    if (!fields.path) node.problem('MAPPING.FIELD_MISSING', '`path` is missing');
    return undefined;
  }
  const plainName = path.replace(/\.gz$/, '');
  const format = fields.format?.oneOf(['csv', 'ndjson'] as const) ?? (/\.(?:ndjson|jsonl)$/.test(plainName) ? 'ndjson' : 'csv');
  const delimiter = readDelimiter(fields.delimiter) ?? (plainName.endsWith('.tsv') ? '\t' : ',');
  const source: TableSource = { path: resolve(folder, path), format, delimiter, header: fields.header?.texts() ?? null };
  const found = await namesIn(fields.path!, source);
  const own = fields.noValue ? { ...defaults, noValue: fields.noValue.items().flatMap((item) => item.text() ?? []) } : defaults;
  const declared = (fields.columns?.entries() ?? []).map(({ key, keyOffset, value }) => ({
    keyOffset,
    column: readColumn(key, value, own),
    node: value,
  }));
  if (!found) return undefined;
  const columns = new Map<string, Column>();
  const renamed = new Set(declared.map(({ column }) => column.header));
  for (const { keyOffset, column } of declared) {
    if (!found.includes(column.header) && format === 'csv')
      node.list.add(
        keyOffset,
        'MAPPING.UNKNOWN_COLUMN',
        `${path} has no column \`${column.header}\` (it has ${found.join(', ')})`,
        nearestName(column.header, found),
      );
    columns.set(column.name, column);
  }
  for (const header of found) if (!renamed.has(header) && !columns.has(header)) columns.set(header, plainColumn(header, header, own));
  return { name, source, columns, used: new Set() };
}

function readDelimiter(node: YamlNode | undefined): string | undefined {
  const delimiter = node?.text();
  if (delimiter === undefined) return undefined;
  if (delimiter === 'tab') return '\t';
  return delimiter.length === 1 && !'"\r\n'.includes(delimiter)
    ? delimiter
    : node!.problem('MAPPING.SHAPE', 'a delimiter is one character (`tab` for a tabulator)');
}

async function namesIn(node: YamlNode, source: TableSource): Promise<readonly string[] | undefined> {
  try {
    const names = await columnNames(source);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length > 0)
      node.problem('MAPPING.COLUMN_TWICE', `the file has the column \`${twice[0]}\` twice; give the columns names with \`header\``);
    return names;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return node.problem(error.code, error.message);
  }
}
