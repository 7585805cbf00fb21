import { type ExplanationAnswer, explanationInWords } from './explanation-in-words.js';

const clause = (name: string, says: string, met: boolean) => ({
  ...{ kind: 'measure', name, says, met, unknown: false, facts: { follow_ups: 2 }, events: ['e1'], repeats: null },
});
const answer = (row: Pick<ExplanationAnswer['rows'][number], 'adds' | 'inMeasures' | 'clauses'>): ExplanationAnswer => ({
  ...{ definition: 'reached', version: 2, state: 'published', title: 'Reached', lead: 'l1', externalId: null, timeZone: 'UTC' },
  ...{ dateBasis: 'captured', period: null, position: '9', knownAt: null, counted: 1, reason: null },
  rows: [{ entity: 'lead', id: 'l1', counts: true, at: '2026-03-01', ...row }],
  events: [{ id: 'e1', type: 'lead.follow-up-recorded', at: '2026-03-02' }],
});

describe('an explanation in words', () => {
  it('R5.2 says where in a ratio a row stands, and by which conditions of the measure', () => {
    const clauses = [clause('measure ratio.of', 'ending == "won"', true), clause('measure ratio.to', 'follow_ups > 3', false)];
    expect(
      explanationInWords(answer({ adds: { value: false }, inMeasures: { value: 'neither' }, clauses }))
        .split('\n')
        .slice(4),
    ).toEqual([
      '✓ lead l1, captured 2026-03-01: counts (value in neither numerator nor denominator)',
      '    ✓ measure ratio.of: ending == "won"',
      '        follow_ups = 2',
      '        by lead.follow-up-recorded e1 (2026-03-02)',
      '    ✗ measure ratio.to: follow_ups > 3',
      '        follow_ups = 2',
      '        by lead.follow-up-recorded e1 (2026-03-02)',
    ]);
  });

  it('does not call unknown what a measure does not ask for', () => {
    const head = (value: unknown, part: string): string =>
      explanationInWords(answer({ adds: { s: value }, inMeasures: { s: part }, clauses: [] })).split('\n')[4]!;
    expect([head(null, 'not_asked'), head(null, 'asked'), head(4, 'asked')]).toEqual([
      '✓ lead l1, captured 2026-03-01: counts (s not asked)',
      '✓ lead l1, captured 2026-03-01: counts (s unknown)',
      '✓ lead l1, captured 2026-03-01: counts (s 4)',
    ]);
  });
});
