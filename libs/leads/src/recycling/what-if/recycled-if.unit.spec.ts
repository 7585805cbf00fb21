import { parsePolicy, type PolicyKind } from '#libs/governance';
import { callData, captureData, moveData, person, pool, StreamHistory } from '#libs/testing';
import { placedEvents, type PositionedLeadEvent } from '../../ownership/placed-events.js';
import { type RecyclingSpec } from '../recycling-spec.js';
import { recyclingKind } from '../recycling.kind.js';
import { recycledIf } from './recycled-if.js';

const specOf = (days: number): RecyclingSpec => {
  const document = `
policy: candidate
kind: recycling
owner: Mia
reviewBy: 2027-01-01
rules:
  - { name: default, protection: { default: ${days} days, extension: 3 days, maximum: 30 days }, exempt: { stages: [offer] } }
`;
  const kind = recyclingKind({ organisation: { pool: () => Promise.resolve(null) }, zone: 'UTC' });
  return parsePolicy(document, [kind as PolicyKind]).spec as RecyclingSpec;
};
const day = (n: number): string => `2026-03-${String(n).padStart(2, '0')}T09:00:00Z`;
const held = (then: (history: StreamHistory) => StreamHistory = (history) => history) =>
  placedEvents(
    then(
      new StreamHistory('lead-x')
        .add('lead.captured', captureData('x'), { knownAt: day(1) })
        .add('lead.assigned', moveData(person('Ana')), { knownAt: day(1) }),
    ).positioned() as PositionedLeadEvent[],
  );
const call = (n: number) => (history: StreamHistory) => history.add('lead.follow-up-recorded', callData('Ana'), { knownAt: day(n) });
const judged = (days: number, placed: ReturnType<typeof held>, until = '2026-04-30T00:00:00Z') =>
  recycledIf(placed, () => specOf(days), 'UTC', Date.parse(day(1)), Date.parse(until));

describe('what a recycling policy would have done', () => {
  it('R5.10 a lead that its owner won on the eighth day would have left under 5 days, not under 10', () => {
    const won = held((history) => history.add('lead.won', { value: null, reason: null }, { knownAt: day(8) }));
    expect(judged(5, won)).toMatchObject([{ owner: 'Ana', leftAt: Date.parse(day(6)), wonLater: true, untouched: true }]);
    expect(judged(10, won)).toMatchObject([{ leftAt: null, wonLater: false, untouched: false }]);
  });

  it('R5.10 activity before the due time keeps it, activity after would have come too late', () => {
    expect(judged(5, held(call(4)))).toMatchObject([{ leftAt: Date.parse(day(7)), untouched: false }]);
    expect(judged(5, held(call(8)))).toMatchObject([{ leftAt: Date.parse(day(6)), untouched: true }]);
  });

  it('R5.10 an exemption at the due time keeps it, a hand-over ends the holding, and what was really recycled is said', () => {
    const stage = held((history) =>
      history.add('lead.stage-entered', { stage: 'offer', process: null, previous: null }, { knownAt: day(3) }),
    );
    expect(judged(5, stage)).toMatchObject([{ leftAt: null }]);
    const recycled = held((history) =>
      history.add('lead.recycled', moveData(pool('intake'), { previous: person('Ana') }), { knownAt: day(4) }),
    );
    expect(judged(5, recycled)).toMatchObject([{ leftAt: null, reallyRecycled: true }]);
    expect(judged(2, recycled)).toMatchObject([{ leftAt: Date.parse(day(3)), reallyRecycled: true }]);
    expect(judged(2, recycled, day(4))).toMatchObject([{ leftAt: Date.parse(day(3)), reallyRecycled: false }]);
  });
});
