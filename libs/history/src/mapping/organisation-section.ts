import { organisationFields } from './action-fields.js';
import { readFields } from './fields.js';
import { type DraftFile } from './file-section.js';
import { fileNamed } from './history-section.js';
import { type OrganisationAction, type OrganisationSection } from './mapping.js';
import { readCondition, readTime, rowScope, type Scope } from './value.js';
import { type YamlNode } from './yaml-node.js';

export type DraftOrganisation = Omit<OrganisationSection, 'shape' | 'file'> & { readonly file: DraftFile };

const ruleFields = ['do', 'when', 'occurredAt'] as const;
const actions = Object.keys(organisationFields) as OrganisationAction[];

/** Reads one section of `organisation`: what each row of a file says about people, teams and pools. */
export function readOrganisation(node: YamlNode, files: ReadonlyMap<string, DraftFile>, outer: Scope): DraftOrganisation[] {
  const fields = node.fields(['file', 'events'] as const);
  const file = fileNamed(node, fields.file, files);
  if (!fields.events) node.problem('MAPPING.FIELD_MISSING', '`events` is missing');
  if (!file) return [];
  const scope = rowScope(file.columns, file.used, outer.clock, false);
  return (fields.events?.items() ?? []).flatMap((item) => {
    const action = item
      .entries()
      .find(({ key }) => key === 'do')
      ?.value.oneOf(actions);
    if (action === undefined) {
      if (!item.entries().some(({ key }) => key === 'do')) item.problem('MAPPING.FIELD_MISSING', '`do` is missing: what the row says');
      return [];
    }
    const table = organisationFields[action];
    const own = item.fields([...ruleFields, ...Object.keys(table)]);
    const occurredAt = (own.occurredAt && readTime(own.occurredAt, scope)) ?? null;
    return [
      {
        file,
        do: action,
        when: readCondition(own.when, scope),
        occurredAt,
        clock: scope.clock,
        fields: readFields(item, own, table, scope),
      },
    ];
  });
}
