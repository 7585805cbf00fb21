import { definitionInWords } from '../render/definition-in-words.js';
import { managerQuestions } from '../team-health/manager-questions.js';
import { type Definition } from './definition.js';
import { parseDefinition } from './parse-definition.js';
import { shippedDefinitions } from './shipped-definitions.js';

interface ShippedVersion {
  readonly version: number;
  readonly definition: Definition;
}

const HEAD = `# The report library

The definitions that come with LeadLedger, each with its versions. The versions of a name are choices: each answers the question in another way, all can be asked by \`name@version\` side by side, and none is
wrong. Where nobody has published another, the name alone means the last. A start publishes those that the log has not seen and changes nothing that stands; what does not fit is
[changed](../how-to/change-a-definition.md) by publishing a version of your own under the same name, or [a definition](definitions.md) under a new one.

The documents stand in \`libs/reporting/src/library\`; \`leadledger definition show NAME@V\` prints one.
`;

/** `docs/reference/report-library.md`, from the documents that ship. */
export function libraryPage(): string {
  const names = new Map<string, ShippedVersion[]>();
  for (const { name, version, document } of shippedDefinitions()) {
    const { definition } = parseDefinition(document);
    names.set(name, [...(names.get(name) ?? []), { version, definition: definition! }]);
  }
  const rows = [...names].map(([name, versions]) => {
    const { definition } = versions.at(-1)!;
    return `| [\`${name}\`](#${name}) | ${versions.length} | ${definition.title} | ${definition.entity.name} | ${definition.unit} |`;
  });
  const overview = ['| definition | versions | the last of them | counts | unit |', '|---|---|---|---|---|', ...rows].join('\n');
  return `${[HEAD, overview, ...[...names].map(([name, versions]) => sectionOf(name, versions))].join('\n\n').replaceAll(/\n{3,}/g, '\n\n')}\n`;
}

function sectionOf(name: string, versions: readonly ShippedVersion[]): string {
  const asked = managerQuestions.filter(({ definition }) => definition === name).map(({ question }) => question);
  const health = asked.length > 0 ? [`Asked by \`team-health\`: ${asked.join(', ')}.`] : [];
  const choice =
    versions.length > 1
      ? [versions.map(({ version, definition }) => `- \`${name}@${version}\`: ${definition.title}`).join('\n')]
      : ['One version, without an alternative.'];
  return [`## ${name}`, ...choice, ...health, ...versions.map((each) => versionOf(name, each))].join('\n\n');
}

function versionOf(name: string, { version, definition }: ShippedVersion): string {
  const { title, describe, unit, by, gameable, includeAllReps } = definition;
  const facts = [
    ...definitionInWords(definition).flatMap(([heading, sentences]) =>
      sentences.length === 1 ? [`- ${heading}: ${sentences[0]}`] : [`- ${heading}:`, ...sentences.map((sentence) => `  - ${sentence}`)],
    ),
    `- Unit: ${unit}${by.length > 0 ? `; by ${by.join(', ')} where the question names nothing` : ''}${includeAllReps ? '; reps without any row are present with 0' : ''}`,
    ...(gameable ? ['- Gameable: easy to raise without doing any good'] : []),
  ];
  return [`### ${name}@${version}: ${title}`, ...(describe === '' ? [] : [describe]), facts.join('\n')].join('\n\n');
}
