import { nearestName } from '#libs/expressions';
import { type DraftFile } from './file-section.js';
import { type Identities, type IdentityKind } from './mapping.js';
import { readExpression, type Scope } from './value.js';
import { type YamlNode } from './yaml-node.js';

const kinds = { people: 'person', groups: 'group', systems: 'system' } as const satisfies Record<string, IdentityKind>;

/** Reads `identities`: which ids are people, groups and systems, by list, by condition over `id`, or by the column they stand in. */
export function readIdentities(node: YamlNode | undefined, files: ReadonlyMap<string, DraftFile>, scope: Scope): Identities {
  const ids = new Map<string, IdentityKind>();
  const rules: { kind: IdentityKind; when: NonNullable<ReturnType<typeof readExpression>> }[] = [];
  const columns: { file: string; column: string; kind: IdentityKind }[] = [];
  const sections = node?.fields(Object.keys(kinds) as (keyof typeof kinds)[]) ?? {};
  for (const [name, kind] of Object.entries(kinds)) {
    const fields = sections[name as keyof typeof kinds]?.fields(['ids', 'when', 'columns'] as const);
    for (const id of fields?.ids?.texts() ?? []) ids.set(id, kind);
    const source = fields?.when?.text();
    const when =
      fields?.when && source !== undefined ? readExpression(fields.when, source, 0, { ...scope, schema: { id: 'string' } }, 'bool') : null;
    if (when) rules.push({ kind, when });
    for (const item of fields?.columns?.itemOrItems() ?? []) {
      const column = readColumnName(item, files);
      if (column) columns.push({ ...column, kind });
    }
  }
  return { ids, rules, columns };
}

/** `file.column`. */
function readColumnName(node: YamlNode, files: ReadonlyMap<string, DraftFile>): { file: string; column: string } | undefined {
  const text = node.text();
  if (text === undefined) return undefined;
  const dot = text.indexOf('.');
  const [file, column] = [text.slice(0, Math.max(dot, 0)), text.slice(dot + 1)];
  const found = files.get(file);
  const known = [...files.values()].flatMap((one) => [...one.columns.keys()].map((name) => `${one.name}.${name}`));
  if (!found?.columns.has(column))
    return node.problem('MAPPING.UNKNOWN_COLUMN', `\`${text}\` is no \`file.column\` of this mapping`, nearestName(text, known));
  found.used.add(column);
  return { file, column };
}
