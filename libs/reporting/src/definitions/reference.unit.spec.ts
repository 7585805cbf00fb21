import { readFileSync, writeFileSync } from 'node:fs';
import { noVocabularies, parseRates } from '#libs/governance';
import { parseTerm } from '../terms/parse-term.js';
import { pageTerms } from '../testing/page-terms.features.js';
import { factTables } from './reference-page.js';
import { readHistory } from '../golden/read-history.js';
import { parseDefinition } from './parse-definition.js';

const page = new URL('../../../../docs/reference/definitions.md', import.meta.url);

describe('docs/reference/definitions.md', () => {
  const text = readFileSync(page, 'utf8');
  const given = { library: noVocabularies, terms: pageTerms(text), otherwise: () => undefined };

  it.each([...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match, index) => [index, match[1]!] as const))(
    'example %i compiles',
    (_, document) => {
      if (document.startsWith('history:')) expect(readHistory('page.history.yaml', document).entries).not.toEqual([]);
      else if (document.startsWith('rates:')) expect(parseRates(document).problems).toEqual([]);
      else if (document.startsWith('term:')) expect(parseTerm(document, given).problems).toEqual([]);
      else expect(parseDefinition(document, given).problems).toEqual([]);
    },
  );

  it('lists the facts as they are (UPDATE_DOCS=1 writes them anew)', () => {
    const [before = ''] = text.split('\n## Facts\n');
    const current = `${before}\n## Facts\n\n${factTables()}\n`;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, current);
    else expect(text).toBe(current);
  });
});
