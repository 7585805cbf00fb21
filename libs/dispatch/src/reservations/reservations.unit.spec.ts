import fc from 'fast-check';
import { type RecordedLedgerEvent, type ReservationPurpose } from '#libs/contracts';
import { OPEN_POOL } from '../pools/pool-state.js';
import { adoptedPostings, openingPostings } from './opening-postings.js';
import { limitsReached } from './rep-limits.js';
import { evolveReservations, initialReservations, loadOf, openReservation, openReservations } from './reservations.evolve.js';

const recorded = (type: string, data: unknown): RecordedLedgerEvent =>
  ({ type, data, metadata: { knownAt: '2026-03-03T12:00:00.000Z' } }) as unknown as RecordedLedgerEvent;

const lead = fc.constantFrom('a', 'b', 'c', 'd');
const purpose = fc.constantFrom<ReservationPurpose>('claim', 'assignment', 'transfer', 'reopen', 'adopted');
const because = fc.constantFrom('not-taken' as const, 'lost' as const, 'closed' as const);
const day = fc.constantFrom('2026-03-03', '2026-03-04');
const step = fc.oneof(
  fc.record({ do: fc.constant('take' as const), lead, purpose, pool: fc.constantFrom('north', null), day }),
  fc.record({ do: fc.constant('return' as const), lead, because }),
);

describe('postings of a rep', () => {
  it('R0.4 give the stock and the flow of any history, as counting from the beginning does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const open = new Map<string, { purpose: ReservationPurpose; pool: string | null; day: string }>();
        const counted: { purpose: ReservationPurpose; pool: string | null; day: string }[] = [];
        let state = initialReservations;
        for (const one of steps) {
          const before = open.get(one.lead);
          if (one.do === 'take' && !before) {
            const { purpose: why, pool, day: on } = one;
            const taken = { purpose: why, pool, day: on };
            open.set(one.lead, taken);
            counted.push(taken);
            state = evolveReservations(state, recorded('rep.reservation-taken', { reservationId: 'r', leadId: one.lead, ...taken }));
          }
          if (one.do === 'return' && before) {
            open.delete(one.lead);
            const undone = one.because === 'not-taken' ? before : null;
            if (undone) counted.splice(counted.indexOf(undone), 1);
            const data = { reservationId: 'r', leadId: one.lead, because: one.because, undone };
            state = evolveReservations(state, recorded('rep.reservation-returned', data));
          }
        }
        expect(
          openReservations(state)
            .map(({ leadId }) => leadId)
            .sort(),
        ).toEqual([...open.keys()].sort());
        for (const each of ['a', 'b', 'c', 'd']) expect(openReservation(state, each) !== null).toBe(open.has(each));
        for (const on of ['2026-03-03', '2026-03-04']) {
          const load = loadOf(state, on);
          const flow = counted.filter((each) => each.day === on && each.purpose !== 'reopen' && each.purpose !== 'adopted');
          const claims = flow.filter((each) => each.purpose === 'claim');
          expect([load.held, load.takenToday, load.claimedToday, load.claimedFrom('north')]).toEqual([
            open.size,
            flow.length,
            claims.length,
            claims.filter(({ pool }) => pool === 'north').length,
          ]);
        }
      }),
    );
  });

  it('an opening balance of many leads is a few events, and leaves out what is reserved already', () => {
    const reserved = evolveReservations(
      initialReservations,
      recorded('rep.reservation-taken', { reservationId: 'r', leadId: '1', purpose: 'claim', pool: null, day: '2026-03-03' }),
    );
    const leadIds = Array.from({ length: 12_000 }, (_, n) => String(n));
    const postings = openingPostings(reserved, { position: 7, leadIds, taken: [] }, '2026-03-03');
    expect(postings.map(({ data }) => data.leadIds.length)).toEqual([5_000, 5_000, 1_999]);
    const opened = postings.reduce((state, { type, data }) => evolveReservations(state, recorded(type, data)), reserved);
    expect([opened.opened, opened.held]).toEqual([true, 12_000]);
    expect(adoptedPostings(opened, ['1', '2', 'new', 'new'])).toMatchObject([{ data: { position: null, leadIds: ['new'] } }]);
    expect(openingPostings(initialReservations, { position: 7, leadIds: [], taken: [] }, '2026-03-03')).toHaveLength(1);
  });
});

describe('limits', () => {
  const load = { held: 5, claimedToday: 3, takenToday: 4, claimedFrom: () => 2 };
  const capacity = { holdingCap: 5, intakeCap: 4 };
  const pool = { id: 'north', settings: { ...OPEN_POOL, claimsPerDay: 2, holdingLimit: 5 } };

  it('R0.4 names every limit that is reached, each with its numbers', () => {
    expect(limitsReached('claim', load, { capacity, pool }, '2026-03-04T00:00:00.000Z').map((verdict) => verdict?.detail)).toEqual([
      { limit: 5, held: 5 },
      { limit: 4, takenToday: 4, resetsAt: '2026-03-04T00:00:00.000Z' },
      { pool: 'north', limit: 2, claimedToday: 2, claimedTodayFromAll: 3, resetsAt: '2026-03-04T00:00:00.000Z' },
      { pool: 'north', limit: 5, held: 5 },
    ]);
  });

  it('reopening and what happened already are never refused', () => {
    expect(limitsReached('reopen', load, { capacity, pool }, 'x')).toEqual([]);
    expect(limitsReached('adopted', load, { capacity, pool }, 'x')).toEqual([]);
  });
});
