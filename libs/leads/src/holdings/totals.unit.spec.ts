import fc from 'fast-check';
import { type PositionedEvent } from '#libs/contracts';
import { history, HOUR, play } from '../generated-history.fixture.js';
import { leadCard } from '../lead-card/fold-lead-card.js';
import { type LeadEvent } from '../lead-state.js';
import { ownershipPeriods } from '../ownership/ownership-periods.js';
import { placedEvents } from '../ownership/placed-events.js';
import { statusPeriods } from '../ownership/status-periods.js';
import { repQueue } from '../rep-queue/rep-queue.js';

type PositionedLeadEvent = PositionedEvent & LeadEvent;

/** What the totals are counted from: who held the lead at an instant, where it was live. */
function countedFor(events: readonly PositionedLeadEvent[], at: number): string | null {
  const isAt = ({
    until,
    value,
  }: {
    readonly until: unknown;
    readonly value: { readonly from: number; readonly until: number };
  }): boolean => until === null && value.from <= at && at < value.until;
  const live = statusPeriods(events).some((period) => isAt(period) && period.value.status === 'open');
  const holder = ownershipPeriods(events).find(isAt)?.value.holder;
  return live && holder ? `${holder.kind} ${holder.kind === 'unknown' ? '' : holder.id}` : null;
}

describe('the totals of a manager', () => {
  it.each(['block', 'record-only'] as const)(
    'R0.25 are the sum of all queues and pools at any instant of any histories under %s',
    (enforcement) => {
      fc.assert(
        fc.property(fc.array(history, { minLength: 1, maxLength: 6 }), fc.integer({ min: -60, max: 600 }), (lives, hours) => {
          const leads = lives.map((steps) =>
            play(steps, enforcement).events.map((event, index) => ({ ...event, position: index + 1 }) as PositionedLeadEvent),
          );
          const at = Date.parse('2026-03-01T00:00:00Z') + hours * HOUR;
          const cards = leads.flatMap((events) => leadCard(placedEvents(events), at) ?? []);
          const totals = leads.map((events) => countedFor(events, at)).filter((holder) => holder !== null);
          const queues = ['Ana', 'Bo'].map(
            (rep) =>
              repQueue(
                cards.filter(({ owner }) => owner === rep),
                at,
              ).length,
          );
          const waiting = ['pool intake', 'pool North', 'team North', 'unknown '].map(
            (name) =>
              cards.filter(
                ({ status, holder }) => status === 'open' && `${holder.kind} ${holder.kind === 'unknown' ? '' : holder.id}` === name,
              ).length,
          );
          const sum = [...queues, ...waiting].reduce((all, count) => all + count, 0);
          expect(sum).toBe(totals.length);
          expect(queues).toEqual(['Ana', 'Bo'].map((rep) => totals.filter((holder) => holder === `person ${rep}`).length));
        }),
      );
    },
  );
});
