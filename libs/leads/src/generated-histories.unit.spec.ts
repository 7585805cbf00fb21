import fc from 'fast-check';
import { type PositionedEvent } from '#libs/contracts';
import { history, HOUR, play } from './generated-history.fixture.js';
import { leadFold } from './lead-fold.js';
import { holderAt, initialLead, type LeadState } from './lead-state.js';
import { ownershipPeriods } from './ownership/ownership-periods.js';

const sample = (state: LeadState, now: number): number[] => [
  ...state.ownership.flatMap(({ start, until: end }) => [start - 1, start, start + 1, ...(end === null ? [] : [end - 1, end])]),
  now,
  now + 1_000 * HOUR,
];

describe.each(['block', 'record-only'] as const)('any history of commands under %s', (enforcement) => {
  it('R0.6 gives at most one holder at every instant, the same by fold and by periods, and one ever after', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { state, events, now } = play(steps, enforcement);
        const periods = ownershipPeriods(events.map((event, index) => ({ ...event, position: index + 1 }) as PositionedEvent)).filter(
          (period) => period.until === null,
        );
        for (const at of sample(state, now)) {
          const held = periods.filter(({ value }) => value.from <= at && at < value.until);
          expect(held.length).toBeLessThanOrEqual(1);
          expect(held[0]?.value.holder ?? null).toEqual(holderAt(state, at)?.to ?? null);
        }
        expect(holderAt(state, now)).not.toBeNull();
      }),
    );
  });

  it('R0.6 names for every change of holder who had the lead before, unless history was told out of order', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const inOrder = steps.map((one) => ({ ...one, agoMs: null }));
        const { events } = play(inOrder, enforcement);
        let state = initialLead;
        for (const event of events) {
          const before = holderAt(state, Date.parse(event.metadata.occurredAt.value!))?.to;
          if ('previous' in event.data && 'to' in event.data) expect(event.data.previous).toEqual(before);
          state = leadFold.evolve(state, event);
        }
      }),
    );
  });
});
