import ajvModule from 'ajv';
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { expectReferencePage } from '#libs/testing';
import { parseVocabulary, vocabularyKeys } from './parse-vocabulary.js';
import { VocabularySchema } from './vocabulary-document.schema.js';

const docs = new URL('../../../../docs/', import.meta.url);
const page = readFileSync(new URL('reference/vocabularies.md', docs), 'utf8');
const documents = [
  ...[...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!),
  readFileSync(new URL('how-to/us-states.vocabulary.yaml', docs), 'utf8'),
];
const fits = new ajvModule.Ajv({ strict: false, allErrors: true }).compile(VocabularySchema);
type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };
const read = (document: string) => parse(document, { schema: 'core' }) as Record<string, Plain>;

describe('the reference of vocabularies', () => {
  it.each(documents)('R3.1 document %# has no problem and fits the JSON Schema', (document) => {
    expect(parseVocabulary(document).problems).toEqual([]);
    fits(read(document));
    expect(fits.errors).toBeNull();
  });

  it('R3.1 knows the keys that the parser knows, and names each on the page', () => {
    const keys = Object.keys(VocabularySchema.properties);
    expect([...keys].sort()).toEqual([...vocabularyKeys].sort());
    for (const key of keys) expect({ key, named: page.includes(`\`${key}\``) }).toEqual({ key, named: true });
  });

  it('R3.1 refuses what the parser refuses for its shape, and nothing that it takes', () => {
    const shapeCodes = ['SHAPE', 'UNKNOWN_KEY', 'UNKNOWN_VALUE', 'MISSING', 'NAME'].map((code) => `VOCABULARY.${code}`);
    const others: readonly Plain[] = ['nonsense', 7, true, ['nonsense'], { nonsense: 1 }, [{ code: 'west', colour: 'red' }], {}];
    const disagreements: unknown[] = [];
    const judge = (changed: Plain, place: string): void => {
      const { problems } = parseVocabulary(stringify(changed));
      const refusedForShape = problems.some(({ code }) => shapeCodes.includes(code));
      if (problems.length === 0 ? !fits(changed) : refusedForShape && fits(changed)) disagreements.push({ place, changed, problems });
    };
    for (const document of documents.map(read))
      for (const other of others) {
        for (const key of vocabularyKeys) judge({ ...document, [key]: other }, key);
        judge({ ...document, nonsense: other }, 'nonsense');
        const codes = document['codes'] as Record<string, Record<string, Plain>>;
        for (const key of ['label', 'aliases', 'from', 'to', 'parent', 'nonsense'])
          judge({ ...document, codes: { ...codes, CA: { [key]: other } } }, `codes.CA.${key}`);
      }
    expect(disagreements).toEqual([]);
  });

  it('R3.1 is given to editors as JSON Schema', () => {
    expectReferencePage('docs/reference/vocabulary.schema.json', `${JSON.stringify(VocabularySchema, null, 2)}\n`);
  });
});
