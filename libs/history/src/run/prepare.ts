import { type CompiledExpression } from '#libs/expressions';
import { type FieldValue, type HistorySection, type Mapping, type NamedValue, type OrganisationSection } from '../mapping/mapping.js';
import { type PreparedSection } from './build-case.js';

/** Columns that the expressions of some rules read. */
function columnsRead(expressions: Iterable<CompiledExpression>): string[] {
  const names = new Set<string>();
  for (const { references } of expressions)
    for (const [from, name] of references) if ((from === 'row' || from === 'previous') && name !== undefined) names.add(name);
  return [...names];
}

export const preparedSections = (mapping: Mapping): PreparedSection[] =>
  mapping.history.map((section) => ({
    section,
    read: columnsRead(
      section.events.flatMap((event) => expressionsOf([event.when, event.occurredAt, event.knownAt, event.actor], event.fields)),
    ),
    carried: section.shape.columns.flatMap((column, index) => (column.carry ? [index] : [])),
    joinedWidths: section.joins.map((join) => mapping.files.get(join.file)!.columns.length),
  }));

export const organisationReads = (section: OrganisationSection): string[] =>
  columnsRead(expressionsOf([section.when, section.occurredAt], section.fields));

export const leadReads = (section: HistorySection): string[] => columnsRead(expressionsOf([section.lead, section.source], new Map()));

function expressionsOf(
  own: readonly (CompiledExpression | NamedValue | null)[],
  fields: ReadonlyMap<string, FieldValue>,
): CompiledExpression[] {
  const found = own.flatMap((one) => (one === null ? [] : 'evaluate' in one ? [one] : ofValue(one)));
  for (const field of fields.values()) found.push(...ofField(field));
  return found;
}

const ofValue = ({ value }: NamedValue): CompiledExpression[] => (value.kind === 'expression' ? [value.expression] : []);

function ofField(field: FieldValue): CompiledExpression[] {
  switch (field.kind) {
    case 'value':
      return ofValue(field.value);
    case 'values':
      return field.values.flatMap(ofValue);
    case 'record':
      return [...field.fields.values()].flatMap(ofField);
    case 'holder':
      return field.choices.flatMap((choice) => (choice.kind === 'unknown' ? [] : ofValue(choice.id)));
    case 'row':
      return [];
  }
}
