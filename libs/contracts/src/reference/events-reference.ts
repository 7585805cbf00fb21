import { eventJsonSchema, eventJsonSchemas } from '../json-schema.js';
import { currentVersion, type EventType, eventTypes } from '../event-registry.js';

type Schema = Readonly<Record<string, unknown>>;

const INTRODUCTION = `# Events

Made from the event schemas (\`libs/contracts/src/events\`) by \`npm run docs:generate\`; a test fails where this page is out of date. The same as
JSON Schema: [events.schema.json](events.schema.json).

Event types are frozen strings. A change of shape raises the version; data of every older version stays readable for ever through upcasters, and
each version keeps a sample under \`libs/contracts/src/fixtures\`. Personal data stands only in fields of the form \`sealed\` (\`{subjects, box}\`).
Instants are UTC with milliseconds; \`?\` marks a field that may be left out, \`null\` one that is always there and may hold nothing.
`;

const STREAMS: readonly (readonly [beginning: string, stream: string, holds: string])[] = [
  ['lead.', 'lead-<id>', 'The whole life of one lead.'],
  ['person.', 'person-<id>', 'What identifies a person.'],
  ['rep.', 'rep-<id>', 'Who works here, in which teams, when there and when not.'],
  ['team.', 'team-<id>', 'A team.'],
  ['pool.', 'pool-<id>', 'A pool of leads without an owner.'],
  ['calendar.', 'calendar-<id>', 'A working calendar, in versions.'],
  ['settings.', 'settings', 'What the organisation decided for everyone.'],
  ['user.', 'user-<id>', 'The rights of a person.'],
  ['import.', 'import-<id>', 'What an import brought in, and its retraction.'],
  ['definition.', 'definition-<name>', 'What a number means, in versions; published figures.'],
  ['policy.', 'policy-<kind>-<name>', 'What decides something, in versions with their states.'],
  ['vocabulary.', 'vocabulary-<name>', 'The values that a field may have, in versions.'],
  ['rates.', 'rates-<name>', 'What one unit of a currency is worth in another, day by day, in versions.'],
  ['alert.', 'alert-<id>', 'What somebody must know: who was told, how, when, and who took it on.'],
  ['redistribution.', 'redistribution-<command id>', 'Many leads that one command handed over: which, from whom, and what became of each.'],
  ['assignment.', 'dispatch-<team>', 'Every automatic decision of a team, with all it looked at, and what became of it.'],
  ['fairness.', 'dispatch-<team>', 'Postings to the fairness account of a policy outside its decisions.'],
  ['log.', 'log', 'The log about itself.'],
];

/** The page `docs/reference/events.md`. Throws where an event type belongs to no stream of the page. */
export function eventsReference(): string {
  const homeless = eventTypes.filter((type) => !STREAMS.some(([beginning]) => type.startsWith(beginning)));
  if (homeless.length > 0) throw new Error(`Name the stream of ${homeless.join(', ')} in events-reference.ts`);
  const sections = STREAMS.map(([beginning, stream, holds]) => {
    const types = eventTypes.filter((type) => type.startsWith(beginning));
    return `## \`${stream}\`\n\n${holds}\n\n${types.map(section).join('\n')}`;
  });
  const { metadata } = eventJsonSchemas()['definitions'] as { metadata: Schema };
  return [INTRODUCTION, `## Metadata of every event\n\n${table(metadata)}`, ...sections].join('\n');
}

const section = (type: EventType): string => `### \`${type}\`\n\nVersion ${currentVersion(type)}.\n\n${table(eventJsonSchema(type))}`;

function table(schema: Schema): string {
  const required = new Set((schema['required'] as string[] | undefined) ?? []);
  const rows = Object.entries(schema['properties'] as Record<string, Schema>).map(
    ([name, property]) => `| \`${name}${required.has(name) ? '' : '?'}\` | ${form(property).replaceAll('|', '\\|')} |\n`,
  );
  return `| field | form |\n|---|---|\n${rows.join('')}`;
}

/** A schema in words short enough for a table. */
function form(schema: Schema): string {
  if ('const' in schema) return `\`${JSON.stringify(schema['const'])}\``;
  if ('anyOf' in schema) return (schema['anyOf'] as Schema[]).map(form).join(' | ');
  if (schema['type'] === 'string') return stringForm(schema);
  switch (schema['type']) {
    case 'object':
      return 'patternProperties' in schema
        ? `map to ${form(Object.values(schema['patternProperties'] as object)[0] as Schema)}`
        : objectForm(schema);
    case 'array':
      return Array.isArray(schema['items']) ? `[${schema['items'].map(form).join(', ')}]` : `list of ${form(schema['items'] as Schema)}`;
    case undefined:
      return 'any JSON';
    default:
      return String(schema['type']);
  }
}

function stringForm({ pattern, maxLength }: Schema): string {
  if (typeof pattern !== 'string') return 'text';
  if (pattern.startsWith('^-?\\d{4,6}-')) return 'instant';
  if (pattern.startsWith('^\\d{4}-')) return 'date';
  return maxLength === 128 ? 'id' : `text like \`${pattern}\``;
}

/** The sealed form by its name; of others the names of the fields, and what tells the forms of a choice apart. */
function objectForm(schema: Schema): string {
  const properties = Object.entries(schema['properties'] as Record<string, Schema>);
  if (properties.map(([name]) => name).join() === 'subjects,box') return 'sealed';
  return `{${properties.map(([name, property]) => ('const' in property ? `${name}: ${form(property)}` : name)).join(', ')}}`;
}
