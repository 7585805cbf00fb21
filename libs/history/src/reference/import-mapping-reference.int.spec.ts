import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { leadActionFields, organisationFields } from '../mapping/action-fields.js';
import { outcomeOf } from './examples.fixture.js';

const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/reference/import-mapping.md'), 'utf8');

interface Example {
  readonly title: string;
  mapping: string;
  readonly files: Record<string, string>;
  readonly expected: Record<string, string[]>;
}

/** Fenced blocks that name a file (`csv leads.csv`), the mapping (`yaml mapping`) or a result (`text facts`), by the heading they stand under. */
function examples(): Example[] {
  const found: Example[] = [];
  for (const section of page.split(/^(?=#{2,4} )/m)) {
    const title = /^#+ (.*)/.exec(section)?.[1] ?? '';
    const example: Example = { title, mapping: '', files: {}, expected: {} };
    for (const [, language, name, body] of section.matchAll(/^```(\w+) ([\w./-]+)\n([\s\S]*?)^```$/gm)) {
      if (language === 'yaml') example.mapping = body!;
      else if (language === 'text')
        example.expected[name!] = body!
          .trim()
          .split('\n')
          .filter((line) => line !== '');
      else example.files[name!] = body!;
    }
    if (example.mapping !== '') found.push(example);
  }
  return found;
}

describe('docs/reference/import-mapping.md', () => {
  it.each(examples())('does what it shows under "$title"', async ({ mapping, files, expected }) => {
    const outcome = await outcomeOf(mapping, files);
    const { problems = [], rejects = [], ...others } = expected;
    expect(outcome).toMatchObject({ problems, rejects, ...others });
    expect(Object.keys(expected).length).toBeGreaterThan(0);
  });

  it('describes every action and every field of it', () => {
    const missing = Object.entries({ ...leadActionFields, ...organisationFields }).flatMap(([action, fields]) => {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${action}\``)) ?? '';
      return ['', ...Object.keys(fields)]
        .filter((field) => row === '' || (field !== '' && !row.includes(`\`${field}\``)))
        .map((field) => `${action} ${field}`);
    });
    expect(missing).toEqual([]);
  });
});
