import { type BrokenRow, type RawRow, textFault } from './raw-row.js';

/**
 * Reads one JSON object a line, in batches. Cells are taken by name: a key of the object, else a path into it (`contact.phone`). Numbers and
 * booleans come as their text, null and absent names as no value, lists and objects as JSON. A line that is no object is rejected alone.
 */
export async function* readNdjson(text: AsyncIterable<string>, names: readonly string[]): AsyncGenerator<(RawRow | BrokenRow)[]> {
  let buffer = '';
  let line = 0;
  let row = 0;
  const take = (source: string): RawRow | BrokenRow | null => {
    line++;
    const trimmed = (line === 1 ? source.replace(/^\uFEFF/, '') : source).trim();
    if (trimmed === '') return null;
    row++;
    const object = parse(trimmed);
    const fault = object === null ? { code: 'ROW_NOT_JSON', message: 'The line is not one JSON object' } : textFault(trimmed);
    return fault ? { row, line, fault } : { row, line, cells: names.map((name) => cellAt(object!, name)) };
  };
  for await (const piece of text) {
    buffer += piece;
    const rows: (RawRow | BrokenRow)[] = [];
    let at = 0;
    for (let end = buffer.indexOf('\n'); end >= 0; end = buffer.indexOf('\n', at)) {
      const taken = take(buffer.slice(at, end));
      if (taken) rows.push(taken);
      at = end + 1;
    }
    buffer = buffer.slice(at);
    if (rows.length > 0) yield rows;
  }
  const last = buffer === '' ? null : take(buffer);
  if (last) yield [last];
}

type JsonObject = Readonly<Record<string, unknown>>;

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function cellAt(object: JsonObject, name: string): string | null {
  let value: unknown = object[name];
  if (value === undefined && name.includes('.')) {
    value = object;
    for (const part of name.split('.')) value = typeof value === 'object' && value !== null ? (value as JsonObject)[part] : undefined;
  }
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The names that the first objects of a file have, dotted where they are nested. */
export async function namesInNdjson(text: AsyncIterable<string>, rows: number): Promise<string[]> {
  const names = new Set<string>();
  let seen = 0;
  let buffer = '';
  const note = (object: JsonObject, prefix: string): void => {
    for (const [name, value] of Object.entries(object)) {
      names.add(prefix + name);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) note(value as JsonObject, `${prefix}${name}.`);
    }
  };
  for await (const piece of text) {
    buffer += piece;
    const lines = buffer.split('\n');
    buffer = lines.pop() ?? '';
    for (const line of lines) if (seen++ < rows) note(parse(line.replace(/^\uFEFF/, '')) ?? {}, '');
    if (seen >= rows) return [...names];
  }
  note(parse(buffer) ?? {}, '');
  return [...names];
}
