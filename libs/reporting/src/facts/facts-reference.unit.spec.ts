import { readFileSync } from 'node:fs';
import { expectReferencePage } from '#libs/testing';
import { factColumnTable } from './fact-columns-page.js';
import { FACTS_VERSION } from './fact-columns.js';

const PAGE = 'docs/reference/report-facts.md';

describe('docs/reference/report-facts.md', () => {
  const text = readFileSync(PAGE, 'utf8');

  it('lists the columns as they are', () => {
    const [head = ''] = text.split('\n| column | type |');
    expectReferencePage(PAGE, `${head}\n${factColumnTable()}\n`);
  });

  it('names the version of the columns', () => {
    expect(text).toContain(`| \`factsVersion\` | ${FACTS_VERSION}: `);
  });
});
