import { editVocabulary } from './edit-vocabulary.js';
import { judgeValues } from './judge-values.js';
import { parseVocabulary } from './parse-vocabulary.js';
import { decidePublishVocabulary } from './publish-vocabulary/publish-vocabulary.decide.js';
import { type Vocabulary, type VocabularyDocument } from './vocabulary.js';
import { initialVocabulary, type VocabularyState } from './vocabulary-state.js';

const states = `vocabulary: us_states
title: States of the USA
attributes: [state]
fields: [source]
codes:
  CA: { label: California, aliases: [Calif, Cali, Ca.], parent: west } # the big one
  NY: New York
  OLD: { label: Old State, to: 2026-06-30 }
  NEW: { label: New State, from: 2026-07-01, parent: [{ code: west }, { code: pacific, from: 2027-01-01 }] }
  west:
  pacific:
`;
function read(document: string): VocabularyDocument {
  const { vocabulary, problems } = parseVocabulary(document);
  expect(problems).toEqual([]);
  return vocabulary!;
}
const vocabulary: Vocabulary = { ...read(states), version: 1, documentHash: '' };
const problemsOf = (document: string) => parseVocabulary(document).problems.map(({ code, line, nearest }) => [code, line, nearest]);

describe('a vocabulary', () => {
  it('R3.1 five writings, and those with other spaces and capitals, mean one code', () => {
    for (const text of ['CA', 'Calif', 'California', 'Cali', 'Ca.', ' cALIFORNIA ', 'New\u00a0 York'])
      expect([text, judgeValues([vocabulary], { attributes: { state: text }, day: '2026-03-01' })]).toEqual([text, []]);
  });

  it('R3.28 what is not in it, is retired or not yet valid is told all at once, with the nearest that is known', () => {
    const judged = judgeValues([vocabulary], { attributes: { state: 'Kalifornia' }, fields: { source: 'old state' }, day: '2026-07-01' });
    expect(judged).toMatchObject([
      { code: 'VOCABULARY.RETIRED_VALUE', path: 'source' },
      {
        code: 'VOCABULARY.UNKNOWN_VALUE',
        path: 'attributes.state',
        detail: { nearest: 'California', vocabulary: 'us_states', version: 1 },
      },
    ]);
    const at = (state: string, day: string | null) => judgeValues([vocabulary], { attributes: { state }, day }).map(({ code }) => code);
    expect([at('OLD', '2026-06-30'), at('OLD', null), at('NEW', '2026-06-30'), at('NEW', '2026-07-01')]).toEqual([
      [],
      [],
      ['VOCABULARY.NOT_YET_VALID'],
      [],
    ]);
    expect(judgeValues([vocabulary], { attributes: { state: null, other: 'x' }, fields: { source: ' ' }, day: null })).toEqual([]);
  });

  it('names every problem with its line', () => {
    const wrong = `vocabulary: Us
title: x
colour: red
fields: [chanel]
codes:
  CA: { label: California, aliases: [ny], parent: wst }
  NY: { label: New York, from: 2026-02-30, to: yesterday }
  west: { parent: [{ code: CA }, { code: NY }] }
`;
    expect(problemsOf(wrong)).toEqual([
      ['VOCABULARY.NAME', 1, undefined],
      ['VOCABULARY.UNKNOWN_KEY', 3, undefined],
      ['VOCABULARY.UNKNOWN_VALUE', 4, 'channel'],
      ['VOCABULARY.PARENT', 6, 'west'],
      ['VOCABULARY.AMBIGUOUS', 7, undefined],
      ['VOCABULARY.SHAPE', 7, undefined],
      ['VOCABULARY.SHAPE', 7, undefined],
      ['VOCABULARY.PERIOD', 8, undefined],
    ]);
    expect(problemsOf('vocabulary: x\ntitle: y\ncodes:\n  a: { parent: b }\n  b: { parent: a }\n')).toEqual([
      ['VOCABULARY.CIRCLE', 4, undefined],
    ]);
    expect(problemsOf('vocabulary: x\ntitle: y\n')).toEqual([['VOCABULARY.MISSING', 1, undefined]]);
  });

  it('may turn a hierarchy round in time', () => {
    expect(
      problemsOf(
        'vocabulary: x\ntitle: y\ncodes:\n  a: { parent: [{ code: b }, { code: c, from: 2027-01-01 }] }\n  b:\n  c: { parent: [{ code: a }, { code: b, from: 2027-01-01 }] }\n',
      ),
    ).toEqual([]);
  });
});

describe('publishing a vocabulary', () => {
  const state: VocabularyState = {
    name: 'us_states',
    versions: [
      { version: 1, document: states, documentHash: 'h1', effectiveFrom: '', reason: '', publishedAt: '', publishedBy: '', revision: 0 },
    ],
  };
  const decide = (document: string, documentHash = 'h2', reason = 'better') =>
    decidePublishVocabulary(state, {
      parsed: read(document),
      document,
      documentHash,
      reason,
      effectiveFrom: null,
      now: '2026-03-01T00:00:00.000Z',
      before: read(states),
    });

  it('the same document is no new version, another one is the next', () => {
    expect(decide(states, 'h1')).toMatchObject({ kind: 'events', version: 1, events: [] });
    const edited = editVocabulary(states, { do: 'add-aliases', code: 'NY', aliases: ['N.Y.', 'Gotham'] });
    expect(edited).toContain('NY: { label: New York, aliases: [ N.Y., Gotham ] }');
    expect(edited).toContain('# the big one');
    expect(decide(edited)).toMatchObject({ version: 2, events: [{ data: { version: 2, effectiveFrom: '2026-03-01T00:00:00.000Z' } }] });
    expect(
      decidePublishVocabulary(initialVocabulary, {
        parsed: read(states),
        document: states,
        documentHash: 'x',
        reason: 'r',
        effectiveFrom: null,
        now: '',
        before: null,
      }),
    ).toMatchObject({ version: 1 });
  });

  it('R3.2 a value is retired and never taken away, and a writing is lost only where the document says so', () => {
    const retired = read(editVocabulary(states, { do: 'retire-value', code: 'NY', to: '2026-12-31' }));
    expect(retired.codes.get('NY')).toMatchObject({ label: 'New York', to: '2026-12-31' });
    const without = states
      .replace('  OLD: { label: Old State, to: 2026-06-30 }\n', '')
      .replace('New York', 'Empire State')
      .replace('Cali, ', '');
    expect(decide(without, 'h2', '')).toMatchObject({
      kind: 'rejected',
      violations: [
        { code: 'VOCABULARY.REASON' },
        { code: 'VOCABULARY.CODE_DROPPED', path: 'codes.OLD' },
        { code: 'VOCABULARY.SPELLING_DROPPED', path: 'codes.CA.aliases' },
        { code: 'VOCABULARY.SPELLING_DROPPED', path: 'codes.NY.aliases' },
      ],
    });
    expect(decide(states.replace('codes:', 'withdrawn: [Cali]\ncodes:').replace('Cali, ', ''))).toMatchObject({ version: 2 });
    expect(() => editVocabulary(states, { do: 'retire-value', code: 'NZ', to: '2026-12-31' })).toThrow('did you mean NY');
  });
});
