import { type DefinitionTest } from '#libs/reporting';
import { goldenInWords } from './golden-in-words.js';

type Answer = DefinitionTest['histories'][number]['answers'][number];

const rows = (waiting: number) => [{ value: 3, count: 2, measures: { waiting: { value: waiting, count: 2 } } }];
const inWords = (answer: Partial<Answer>): string[] => {
  const whole: Answer = {
    ...{ from: '2026-03-01', to: '2026-03-31', total: 3, rows: rows(7), expected: null, asExpected: true, against: null },
    ...answer,
  };
  const test = { definition: 'd', version: 2, passed: true, expected: 0, histories: [{ history: 'h', describe: '', answers: [whole] }] };
  return goldenInWords({ ...test, against: null })
    .split('\n')
    .slice(3);
};

describe('a definition on golden histories, in words', () => {
  it('R5.16 shows the measures beside the value: what they are, what was expected, and what another version has', () => {
    expect(inWords({})).toEqual(['  total 3', '  all: 3 (of 2), waiting 7']);
    const expected = { total: 3, rows: [{ value: 3, count: 2, measures: { waiting: 6 } }] };
    expect(inWords({ expected, asExpected: false })).toEqual([
      '  total 3',
      '! expected total 3',
      '! expected all: 3 (of 2), waiting 6',
      '  all: 3 (of 2), waiting 7',
    ]);
    expect(inWords({ against: { total: 3, rows: rows(4), leave: [], enter: [], change: [] } })).toEqual([
      '  total 3',
      '- all: 3 (of 2), waiting 4',
      '+ all: 3 (of 2), waiting 7',
    ]);
  });
});
