import ajvModule from 'ajv';
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { noVocabularies } from '#libs/governance';
import { expectReferencePage } from '#libs/testing';
import { parseTerm, termKeys } from '../terms/parse-term.js';
import { pageTerms } from '../testing/page-terms.features.js';
import { DefinitionSchema, TermSchema } from './definition-document.schema.js';
import { definitionKeys, parseDefinition } from './parse-definition.js';
import { shippedDefinitions } from './shipped-definitions.js';

const page = readFileSync(new URL('../../../../docs/reference/definitions.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n(definition:[\s\S]*?)```/g)].map((match) => match[1]!);
const documents = [...examples, ...shippedDefinitions().map(({ document }) => document)];

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };
type Path = readonly (string | number)[];

const given = { library: noVocabularies, terms: pageTerms(page), otherwise: () => undefined };
const fits = new ajvModule.Ajv({ strict: false, allErrors: true }).compile(DefinitionSchema);
const read = (document: string): Plain => parse(document, { schema: 'core' }) as Plain;

/** Every place in a document. */
const places = (value: Plain, at: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner as Plain, [...at, Array.isArray(value) ? Number(key) : key]))]
    : [at];

const valueAt = (value: Plain, path: Path): Plain =>
  path.reduce<Plain>((inner, key) => (inner as Record<string | number, Plain>)[key]!, value);

/** A copy with another value at a place; undefined takes the place away. */
function put(document: Plain, path: Path, value: Plain | undefined): Plain {
  const copy = structuredClone(document);
  const inner = valueAt(copy, path.slice(0, -1)) as Record<string | number, Plain>;
  if (value === undefined) delete inner[path.at(-1)!];
  else inner[path.at(-1)!] = value;
  return copy;
}

/** Where names stand that the author chooses, and expressions: the schema knows nothing of them. */
const namesAreFree = new Set(['terms', 'vocabularies', 'related', 'durations', 'measures', 'dimensions']);
const shapeCodes = new Set(['SHAPE', 'UNKNOWN_KEY', 'UNKNOWN_VALUE', 'MISSING', 'TWO_DATE_BASES'].map((code) => `DEFINITION.${code}`));
/** Which names of times there are depends on the relations of the document: no schema can know. */
const isOfShape = ({ code, message }: { code: string; message: string }) =>
  shapeCodes.has(code) && !/is no time that is known/.test(message);
const judged = (document: Plain) => {
  const { problems } = parseDefinition(stringify(document), given);
  return { accepted: problems.length === 0, refusedForShape: problems.some(isOfShape), problems };
};

describe('the JSON Schema of definitions', () => {
  it.each(documents)('R0.18 takes document %#', (document) => {
    expect(parseDefinition(document, given).problems).toEqual([]);
    fits(read(document));
    expect(fits.errors).toBeNull();
  });

  it('R0.18 knows the keys that the parser knows', () => {
    expect(Object.keys(DefinitionSchema.properties).sort()).toEqual([...definitionKeys].sort());
  });

  it('R0.18 refuses an unknown key wherever the parser does', () => {
    for (const document of examples.map(read))
      for (const place of places(document)) {
        const value = valueAt(document, place);
        if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
        if (place.length === 1 && namesAreFree.has(String(place[0]))) continue;
        const changed = put(document, [...place, 'nonsense'], 1);
        expect({ place, codes: judged(changed).problems.map(({ code }) => code) }).toEqual({
          place,
          codes: expect.arrayContaining(['DEFINITION.UNKNOWN_KEY']) as unknown,
        });
        expect({ place, fits: fits(changed) }).toEqual({ place, fits: false });
      }
  });

  it('R0.18 refuses what the parser refuses for its shape, and nothing that it takes', () => {
    const others: readonly (Plain | undefined)[] = [undefined, 'nonsense', 7, -1, true, ['nonsense'], { nonsense: 1 }, []];
    const disagreements: unknown[] = [];
    for (const document of examples.map(read))
      for (const place of places(document).filter(({ length }) => length > 0))
        for (const other of others) {
          if (other === undefined && typeof place.at(-1) === 'number') continue;
          const changed = put(document, place, other);
          const { accepted, refusedForShape, problems } = judged(changed);
          if (accepted ? !fits(changed) : refusedForShape && fits(changed))
            disagreements.push({ definition: valueAt(document, ['definition']), place, other, problems });
        }
    expect(disagreements).toEqual([]);
  });

  it('R0.18 of terms refuses what their parser refuses for its shape, and nothing that it takes', () => {
    const fitsTerm = new ajvModule.Ajv({ strict: false, allErrors: true }).compile(TermSchema);
    const term = read([...page.matchAll(/```yaml\n(term:[\s\S]*?)```/g)][0]![1]!) as Record<string, Plain>;
    expect(Object.keys(TermSchema.properties).sort()).toEqual([...termKeys].sort());
    const others: readonly (Plain | undefined)[] = [undefined, 'Nonsense', 7, ['nonsense'], ['lead', 'deal'], { nonsense: 'true' }, {}, []];
    const disagreements: unknown[] = [];
    for (const key of [...termKeys, 'nonsense'])
      for (const other of others) {
        const changed = put(term, [key], other);
        const { problems } = parseTerm(stringify(changed), given);
        const isRefused = problems.some(({ code }) => shapeCodes.has(code) || code === 'DEFINITION.NAME');
        if (problems.length === 0 ? !fitsTerm(changed) : isRefused && fitsTerm(changed)) disagreements.push({ key, other, problems });
      }
    expect(disagreements).toEqual([]);
  });

  it('R0.18 is given to editors as JSON Schema', () => {
    expectReferencePage('docs/reference/term.schema.json', `${JSON.stringify(TermSchema, null, 2)}\n`);
    expectReferencePage('docs/reference/definition.schema.json', `${JSON.stringify(DefinitionSchema, null, 2)}\n`);
  });
});
