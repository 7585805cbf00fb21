import { compileCel, type CompiledExpression, type FactSchema } from '#libs/expressions';
import { type ZoneClock } from '../column/zone-clock.js';
import { celType, type Column } from '../column/column.js';
import { type NamedValue } from './mapping.js';
import { type YamlNode } from './yaml-node.js';

/** What an expression at some place of a mapping may look at, and a note of the columns that are read. */
export interface Scope {
  readonly columns: ReadonlyMap<string, Column>;
  readonly schema: FactSchema;
  readonly used: Set<string>;
  readonly clock: ZoneClock;
}

const fieldsOf = (columns: ReadonlyMap<string, Column>): FactSchema =>
  Object.fromEntries([...columns.values()].map((column) => [column.name, celType[column.type]]));

/** `row`, and over the rows of a case in their order also `previous`, `first` and `last`. */
export function rowScope(columns: ReadonlyMap<string, Column>, used: Set<string>, clock: ZoneClock, inCase: boolean): Scope {
  const fields = fieldsOf(columns);
  const schema: FactSchema = inCase ? { row: { fields }, previous: { fields }, first: 'bool', last: 'bool' } : { row: { fields } };
  return { columns, schema, used, clock };
}

/** Compiles an expression and notes its problems at their places in the YAML file. Null where there are any. */
export function readExpression(node: YamlNode, source: string, skipped: number, scope: Scope, result?: 'bool'): CompiledExpression | null {
  const compiled = compileCel(source, scope.schema, result && { result });
  for (const problem of compiled.problems)
    node.list.add(node.textOffset + skipped + problem.offset, 'MAPPING.EXPRESSION', `${node.path}: ${problem.message}`, problem.nearest);
  for (const [from, name] of compiled.references) if ((from === 'row' || from === 'previous') && name !== undefined) scope.used.add(name);
  return compiled.problems.length > 0 ? null : compiled;
}

export function readCondition(node: YamlNode | undefined, scope: Scope): CompiledExpression | null {
  const source = node?.text();
  return node && source !== undefined ? readExpression(node, source, 0, scope, 'bool') : null;
}

const oneColumn = /^\s*row\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*(?:"([^"\\]+)"|'([^'\\]+)')\s*\])\s*$/;

/** A value as it is written: text that begins with `=` is an expression, anything else stands for itself. */
export function readValue(node: YamlNode, scope: Scope): NamedValue | undefined {
  const scalar = node.scalar();
  if (scalar === undefined) return undefined;
  if (typeof scalar !== 'string' || !scalar.startsWith('=')) return { field: node.path, value: { kind: 'literal', value: scalar } };
  const source = scalar.slice(1);
  const match = oneColumn.exec(source);
  const column = match && scope.columns.get(match[1] ?? match[2] ?? match[3]!);
  if (column) {
    scope.used.add(column.name);
    return { field: node.path, value: { kind: 'column', name: column.name, type: column.type, clock: column.clock } };
  }
  const expression = readExpression(node, source, 1, scope);
  return expression ? { field: node.path, value: { kind: 'expression', expression } } : undefined;
}

/** A value that is a date or an instant: a column has to be declared as one, or its format and zone would be a guess. */
export function readTime(node: YamlNode, scope: Scope): NamedValue | undefined {
  const read = readValue(node, scope);
  if (read?.value.kind === 'column' && read.value.type !== 'date' && read.value.type !== 'instant')
    return node.problem(
      'MAPPING.TYPE',
      `the column \`${read.value.name}\` is no date or instant; give it \`type: date\` or \`type: instant\` under \`columns\``,
    );
  return read;
}
