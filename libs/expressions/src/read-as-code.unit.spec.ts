import fc from 'fast-check';
import { compileCel } from './compile-cel.js';
import { codeOf } from './read-as-code.js';
import { spellingOf } from './spelling.js';
import { type CelVocabulary, type FactCodes } from './vocabulary.js';

const writings: Readonly<Record<string, readonly string[]>> = {
  CA: ['CA', 'Calif', 'California', 'Cali', 'Ca.'],
  NY: ['NY', 'New York'],
  DC: ['DC', 'District of "Columbia"'],
};
const states: CelVocabulary = {
  name: 'us_states',
  version: 1,
  documentHash: 'hash',
  spellings: new Map(Object.entries(writings).flatMap(([code, all]) => all.map((text) => [spellingOf(text), code]))),
  codes: new Map(Object.keys(writings).map((code) => [code, { code, label: code, aliases: [], from: null, to: null, parents: [] }])),
};
const codes: FactCodes = { key: 'us_states@1', vocabularyOf: (path) => (path.at(-1) === 'state' ? states : undefined) };
const vocabularies = { get: () => undefined, names: [], codes };
const run = (source: string, row: Record<string, unknown>): unknown =>
  compileCel(
    source,
    { attributes: { fields: {}, open: 'dyn' }, rep: { fields: { attributes: { fields: {}, open: 'dyn' } } } },
    { vocabularies },
  ).evaluate(row);

const writing = fc.constantFrom(...Object.values(writings).flat());
const spelled = writing.chain((text) => fc.constantFrom(text, text.toLowerCase(), text.toUpperCase(), ` ${text} `));
const codeBehind = (text: string): string => codeOf(states, text)!;

describe('facts that are read as codes', () => {
  it('R3.1 whatever writing a condition names and whatever writing was recorded, they are equal where they mean the same', () => {
    fc.assert(
      fc.property(spelled, spelled, (named, recorded) => {
        const same = codeBehind(named) === codeBehind(recorded);
        const row = { attributes: { state: recorded } };
        const literal = JSON.stringify(named);
        expect(run(`attributes.state == ${literal}`, row)).toBe(same);
        expect(run(`${literal} != attributes.state`, row)).toBe(!same);
        expect(run(`attributes.state in ["elsewhere", ${literal}]`, row)).toBe(same);
        expect(run(`attributes.state in ["elsewhere"] || attributes.state == ${literal} && attributes.state != "nowhere"`, row)).toBe(same);
        expect(run('attributes.state == rep.attributes.state', { ...row, rep: { attributes: { state: named } } })).toBe(same);
      }),
    );
  });

  it('R3.1 what the vocabulary does not know stays as it was written, and so does what is no text or has no vocabulary', () => {
    expect(run('attributes.state == "Bavaria"', { attributes: { state: 'Bavaria' } })).toBe(true);
    expect(run('attributes.state == "CA"', { attributes: { state: 'Bavaria' } })).toBe(false);
    expect(run('attributes.state == null', { attributes: {} })).toBe(true);
    expect(run('attributes.state == 7', { attributes: { state: 7 } })).toBe(true);
    expect(run('attributes.city == "Cali"', { attributes: { city: 'Cali' } })).toBe(true);
    expect(run('attributes.city == "Cali"', { attributes: { city: 'CA' } })).toBe(false);
  });
});
