import { nearestName } from '#libs/expressions';
import { type ActionField } from './action-fields.js';
import { type FieldValue, type HolderChoice, type NamedValue } from './mapping.js';
import { readValue, type Scope } from './value.js';
import { type YamlNode } from './yaml-node.js';

type Nodes = Partial<Record<string, YamlNode>>;

/** Reads the fields of an action as its table says; missing required fields are problems at `owner`. */
export function readFields(
  owner: YamlNode,
  nodes: Nodes,
  table: Readonly<Record<string, ActionField>>,
  scope: Scope,
): Map<string, FieldValue> {
  const values = new Map<string, FieldValue>();
  for (const [name, field] of Object.entries(table)) {
    const node = nodes[name];
    if (node) {
      const value = readField(node, field, scope);
      if (value) values.set(name, value);
    } else if (field.required) owner.problem('MAPPING.FIELD_MISSING', `\`${name}\` is missing`);
  }
  return values;
}

function readField(node: YamlNode, field: ActionField, scope: Scope): FieldValue | undefined {
  switch (field.shape) {
    case 'holder':
      return { kind: 'holder', choices: node.itemOrItems().flatMap((item) => readHolder(item, scope) ?? []) };
    case 'record':
      return { kind: 'record', fields: readFields(node, node.fields(Object.keys(field.fields)), field.fields, scope) };
    case 'attributes':
      return { kind: 'record', fields: readAttributes(node, scope) };
    case 'texts':
      return { kind: 'values', values: node.itemOrItems().flatMap((item) => readValue(item, scope) ?? []) };
    case 'json':
      return readJson(node, scope);
    case 'text':
    case 'id':
    case 'boolean':
    case 'instant': {
      const value = readValue(node, scope);
      if (value) checkLiteral(node, value, field);
      return value && { kind: 'value', value };
    }
  }
}

function checkLiteral(node: YamlNode, { value }: NamedValue, field: ActionField): void {
  if (value.kind !== 'literal') return;
  if (field.shape === 'text' && field.oneOf && !field.oneOf.includes(String(value.value)))
    node.problem(
      'MAPPING.UNKNOWN_VALUE',
      `\`${value.value}\` is not one of ${field.oneOf.join(', ')}`,
      nearestName(String(value.value), field.oneOf),
    );
  if (field.shape === 'boolean' && typeof value.value !== 'boolean') node.problem('MAPPING.SHAPE', 'say `true`, `false` or an expression');
}

const attributeName = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;

function readAttributes(node: YamlNode, scope: Scope): Map<string, FieldValue> {
  const attributes = new Map<string, FieldValue>();
  for (const { key, keyOffset, value: child } of node.entries()) {
    if (!attributeName.test(key))
      node.list.add(
        keyOffset,
        'MAPPING.ATTRIBUTE_NAME',
        `\`${key}\` cannot name an attribute: letters, digits, \`_\`, \`-\` and \`.\`, at most 64, beginning with a letter`,
      );
    const value = readValue(child, scope);
    if (value) attributes.set(key, { kind: 'value', value });
  }
  return attributes;
}

/** Any JSON with values in it; `=row` is the whole row. */
function readJson(node: YamlNode, scope: Scope): FieldValue | undefined {
  if (node.isMap) {
    const fields = new Map<string, FieldValue>();
    for (const { key, value } of node.entries()) {
      const field = readJson(value, scope);
      if (field) fields.set(key, field);
    }
    return { kind: 'record', fields };
  }
  if (node.isList) return { kind: 'values', values: node.items().flatMap((item) => readValue(item, scope) ?? []) };
  if (node.scalar() === '=row') {
    for (const name of scope.columns.keys()) scope.used.add(name);
    return { kind: 'row' };
  }
  const value = readValue(node, scope);
  return value && { kind: 'value', value };
}

const holderKinds = ['person', 'team', 'pool'] as const;

/** `unknown`, `{person: …}`, `{team: …}`, `{pool: …}`, or an id whose kind `identities` knows. */
function readHolder(node: YamlNode, scope: Scope): HolderChoice | undefined {
  if (!node.isMap) {
    if (node.scalar() === 'unknown') return { kind: 'unknown' };
    const id = readValue(node, scope);
    return id && { kind: 'anyone', id };
  }
  const fields = node.fields(holderKinds);
  const named = holderKinds.filter((kind) => fields[kind]);
  if (named.length !== 1) return node.problem('MAPPING.HOLDER', 'name exactly one of person, team and pool');
  const id = readValue(fields[named[0]!]!, scope);
  return id && { kind: named[0]!, id };
}
