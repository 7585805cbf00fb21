import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { expectReferencePage } from '#libs/testing';
import { libraryPage } from './library-page.js';
import { shippedDefinitions } from './shipped-definitions.js';

const PAGE = 'docs/reference/report-library.md';

describe('docs/reference/report-library.md', () => {
  it('is what the documents that ship say', () => expectReferencePage(PAGE, libraryPage()));

  it('R0.11 a document is called as it calls itself', () => {
    const named = shippedDefinitions().map(({ document }) => (parse(document) as { definition: string }).definition);
    expect(shippedDefinitions().map(({ name }) => name)).toEqual(named);
  });

  it('R0.11 R3.20 has every version that ships, and marks those that are easy to raise', () => {
    const page = readFileSync(PAGE, 'utf8');
    const sections = page.split('\n### ').slice(1);
    const found = sections.map((section) => [section.slice(0, section.indexOf(':')), section.includes('\n- Gameable: ')]);
    const expected = shippedDefinitions().map(({ name, version, document }) => [`${name}@${version}`, /^gameable: true$/m.test(document)]);
    expect(found).toEqual(expected);
    expect(found.some(([, gameable]) => gameable)).toBe(true);
  });
});
