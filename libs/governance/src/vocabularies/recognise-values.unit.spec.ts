import fc from 'fast-check';
import { parseVocabulary } from './parse-vocabulary.js';
import { recogniseValues } from './recognise-values.js';
import { type Vocabulary } from './vocabulary.js';

const topics = (more = ''): Vocabulary => {
  const { vocabulary, problems } = parseVocabulary(`vocabulary: topics
title: What people ask about
attributes: [topic]
fromText: true
codes:
  servers: { label: Servers, aliases: [server, Serverräume] }
  racks: { label: Server racks, aliases: [19-inch rack] }
  fax: { label: Fax, to: 2020-12-31 }
  c: { label: C++ }
${more}`);
  expect(problems).toEqual([]);
  return { ...vocabulary!, version: 3, documentHash: '' };
};
const heard = (texts: readonly string[], said = {}) => recogniseValues([topics()], texts, said, '2026-03-01').map(({ code }) => code);

describe('values that a free text mentions', () => {
  it.each([
    ['We need two SERVERS, and soon.', 'servers'],
    ['Zwei Serverräume kühlen', 'servers'],
    ['server racks for a server', 'racks'],
    ['a 19-inch  rack, not a server', 'racks'],
    ['C++, please', 'c'],
  ])('R2.19 “%s” is about %s', (text, code) => {
    expect(heard([text])).toEqual([code]);
  });

  it.each(['observers and serverless', 'ser-ver, back\nracket', 'send it by fax', ''])(
    'R2.19 “%s” mentions nothing that may be entered',
    (text) => {
      expect(heard([text])).toEqual([]);
    },
  );

  it('R2.19 is asked only for what the sender did not say, and no writing goes from one text into the next', () => {
    expect(heard(['servers'], { topic: 'racks' })).toEqual([]);
    expect(heard(['servers'], { topic: null })).toEqual(['servers']);
    expect(heard(['19-inch', 'rack'])).toEqual([]);
    expect(recogniseValues([topics()], ['a server'], {}, '2026-03-01')).toEqual([
      { attribute: 'topic', code: 'servers', vocabulary: 'topics', version: 3 },
    ]);
  });

  it('R2.19 nothing of any text comes out but codes of the vocabulary', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        for (const code of heard(texts)) expect(topics().codes.has(code)).toBe(true);
      }),
    );
  });

  it('a vocabulary without attributes cannot listen', () => {
    const { problems } = parseVocabulary('vocabulary: x\ntitle: X\nfields: [source]\nfromText: true\ncodes:\n  a: A\n');
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['VOCABULARY.FROM_TEXT', 4]]);
  });
});
