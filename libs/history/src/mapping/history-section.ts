import { nearestName } from '#libs/expressions';
import { type Column } from '../column/column.js';
import { leadActionFields } from './action-fields.js';
import { readFields } from './fields.js';
import { type DraftFile } from './file-section.js';
import { type EventRule, type Join, type NamedValue, type ToldAction } from './mapping.js';
import { readCondition, readTime, readValue, rowScope, type Scope } from './value.js';
import { type YamlNode } from './yaml-node.js';

/** A section of `history` before its columns have their places. */
export interface DraftHistory {
  readonly file: DraftFile;
  readonly lead: NamedValue;
  readonly source: NamedValue;
  readonly joins: readonly Join[];
  readonly order: readonly string[];
  readonly rowKey: readonly string[];
  readonly events: readonly EventRule[];
}

const sectionFields = [
  'file',
  'lead',
  'source',
  'join',
  'order',
  'rowKey',
  'occurredAt',
  'withoutTime',
  'knownAt',
  'actor',
  'events',
] as const;
const ruleFields = ['do', 'when', 'occurredAt', 'withoutTime', 'knownAt', 'actor'] as const;
const withoutTime = ['reject', 'skip', 'unknown'] as const;

export function readHistory(node: YamlNode, files: ReadonlyMap<string, DraftFile>, source: string, outer: Scope): DraftHistory | undefined {
  const fields = node.fields(sectionFields);
  const file = fileNamed(node, fields.file, files);
  for (const name of ['lead', 'rowKey', 'events'] as const)
    if (!fields[name]) node.problem('MAPPING.FIELD_MISSING', `\`${name}\` is missing`);
  if (!file) return undefined;
  const own = rowScope(file.columns, file.used, outer.clock, false);
  const lead = fields.lead && readValue(fields.lead, own);
  const named = fields.source ? readValue(fields.source, own) : undefined;
  const { joins, columns } = readJoins(fields.join, file, files);
  const used = new Set<string>();
  const scope = rowScope(columns, used, outer.clock, true);
  const defaults = rule(fields, scope);
  const events = (fields.events?.items() ?? []).flatMap((item) => readRule(item, defaults, scope) ?? []);
  noteUsed(used, file, joins, files);
  const order = columnsNamed(fields.order, file);
  const rowKey = columnsNamed(fields.rowKey, file);
  if (!lead) return undefined;
  return { file, lead, source: named ?? { field: 'source', value: { kind: 'literal', value: source } }, joins, order, rowKey, events };
}

export function fileNamed(owner: YamlNode, node: YamlNode | undefined, files: ReadonlyMap<string, DraftFile>): DraftFile | undefined {
  const name = node?.text();
  if (node === undefined) return owner.problem('MAPPING.FIELD_MISSING', '`file` is missing');
  if (name === undefined) return undefined;
  // A file that could not be looked into has its own problem already; its name is in the map with no value.
  if (files.has(name)) return files.get(name);
  return node.problem('MAPPING.UNKNOWN_FILE', `\`files\` has no \`${name}\``, nearestName(name, [...files.keys()]));
}

function columnsNamed(node: YamlNode | undefined, file: DraftFile): string[] {
  return (node?.itemOrItems() ?? []).flatMap((item) => {
    const name = item.text();
    if (name === undefined) return [];
    if (!file.columns.has(name)) {
      item.problem(
        'MAPPING.UNKNOWN_COLUMN',
        `the file \`${file.name}\` has no column \`${name}\``,
        nearestName(name, [...file.columns.keys()]),
      );
      return [];
    }
    file.used.add(name);
    return [name];
  });
}

function readJoins(
  node: YamlNode | undefined,
  file: DraftFile,
  files: ReadonlyMap<string, DraftFile>,
): { joins: Join[]; columns: Map<string, Column> } {
  const columns = new Map(file.columns);
  const joins = (node?.itemOrItems() ?? []).flatMap((item): Join[] => {
    const fields = item.fields(['file', 'on', 'prefix', 'missing'] as const);
    const other = fileNamed(item, fields.file, files);
    if (!other) return [];
    const prefix = fields.prefix?.text() ?? '';
    const on = fields.on?.isMap
      ? fields.on.entries().flatMap(({ key, keyOffset, value }) => {
          if (file.columns.has(key)) file.used.add(key);
          else
            node!.list.add(
              keyOffset,
              'MAPPING.UNKNOWN_COLUMN',
              `the file \`${file.name}\` has no column \`${key}\``,
              nearestName(key, [...file.columns.keys()]),
            );
          return columnsNamed(value, other).map((name) => ({ own: key, other: name }));
        })
      : columnsNamed(fields.on, file).flatMap((name) =>
          columnsNamed(fields.on, other).includes(name) ? [{ own: name, other: name }] : [],
        );
    if (!fields.on) item.problem('MAPPING.FIELD_MISSING', '`on` is missing: the columns by which rows belong together');
    const keys = new Set(on.map((pair) => pair.other));
    for (const column of other.columns.values()) {
      const name = prefix + column.name;
      if (keys.has(column.name) && columns.has(name)) continue;
      if (columns.has(name))
        item.problem(
          'MAPPING.COLUMN_TWICE',
          `both \`${file.name}\` and \`${other.name}\` have a column \`${name}\`; give the joined ones a \`prefix\``,
        );
      columns.set(name, { ...column, name, carry: false });
    }
    return [{ file: other.name, on, prefix, missing: fields.missing?.oneOf(['keep', 'reject'] as const) ?? 'keep' }];
  });
  return { joins, columns };
}

/** Notes what the expressions read at the files that the columns come from. */
function noteUsed(used: ReadonlySet<string>, file: DraftFile, joins: readonly Join[], files: ReadonlyMap<string, DraftFile>): void {
  for (const name of used) {
    if (file.columns.has(name)) file.used.add(name);
    for (const join of joins) if (name.startsWith(join.prefix)) files.get(join.file)?.used.add(name.slice(join.prefix.length));
  }
}

type Defaults = Pick<EventRule, 'occurredAt' | 'withoutTime' | 'knownAt' | 'actor'>;

function rule(
  fields: Partial<Record<'occurredAt' | 'withoutTime' | 'knownAt' | 'actor', YamlNode>>,
  scope: Scope,
  outer?: Defaults,
): Defaults {
  return {
    occurredAt: (fields.occurredAt && readTime(fields.occurredAt, scope)) ?? outer?.occurredAt ?? null,
    withoutTime: fields.withoutTime?.oneOf(withoutTime) ?? outer?.withoutTime ?? 'reject',
    knownAt: (fields.knownAt && readTime(fields.knownAt, scope)) ?? outer?.knownAt ?? null,
    actor: (fields.actor && readValue(fields.actor, scope)) ?? outer?.actor ?? null,
  };
}

const actions = Object.keys(leadActionFields) as ToldAction[];

function readRule(node: YamlNode, defaults: Defaults, scope: Scope): EventRule | undefined {
  const found = node.entries().find(({ key }) => key === 'do')?.value;
  if (!found) return node.problem('MAPPING.FIELD_MISSING', '`do` is missing: the action that this event is');
  const action = found.oneOf(actions);
  if (action === undefined) return undefined;
  const table = leadActionFields[action];
  const fields = node.fields([...ruleFields, ...Object.keys(table)]);
  const own = rule(fields, scope, defaults);
  if (own.occurredAt === null && own.withoutTime === 'reject')
    node.problem(
      'MAPPING.FIELD_MISSING',
      '`occurredAt` is missing; where the file does not say when it happened, say `withoutTime: unknown`',
    );
  return { action, when: readCondition(fields.when, scope), ...own, clock: scope.clock, fields: readFields(node, fields, table, scope) };
}
