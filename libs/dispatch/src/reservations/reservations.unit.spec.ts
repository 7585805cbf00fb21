import fc from 'fast-check';
import { type RecordedLedgerEvent, type ReservationPurpose } from '#libs/contracts';
import { OPEN_POOL } from '../pools/pool-state.js';
import { adoptedPostings, openingPostings } from './opening-postings.js';
import { limitsReached } from './rep-limits.js';
import { evolveReservations, initialReservations, loadOf } from './reservations.evolve.js';
import { openReservations, reservationsOf } from './open-reservations.js';
import { returnsOf, takenBeside } from './reservation-postings.js';

const recorded = (type: string, data: unknown, causationId = 'c'): RecordedLedgerEvent =>
  ({ type, data, metadata: { causationId, knownAt: '2026-03-03T12:00:00.000Z' } }) as unknown as RecordedLedgerEvent;
const sameDay = <T extends { purpose: ReservationPurpose; pool: string | null; day: string }>({
  purpose: why,
  pool: from,
  day: on,
}: T) => ({
  purpose: why,
  pool: from,
  day: on,
});
const oncePerCommand = <T extends { lead: string; command: string }>(entries: readonly T[]): T[] => [
  ...new Map(entries.map((entry) => [`${entry.lead} ${entry.command}`, entry])).values(),
];

const lead = fc.constantFrom('a', 'b', 'c');
const command = fc.constantFrom('c1', 'c2', 'c3');
const purpose = fc.constantFrom<ReservationPurpose>('claim', 'assignment', 'transfer', 'reopen', 'adopted');
const day = fc.constantFrom('2026-03-03', '2026-03-04');
const pool = fc.constantFrom('north', null);
const step = fc.oneof(
  fc.record({ do: fc.constant('take' as const), lead, command, run: fc.constantFrom(1, 2), purpose, pool, day }),
  fc.record({ do: fc.constant('withdraw' as const), lead, command, run: fc.constantFrom(1, 2) }),
  fc.record({ do: fc.constant('give back' as const), lead, arrived: fc.subarray(['c1', 'c2', 'c3']) }),
);

describe('postings of a rep', () => {
  it('R0.4 give the stock and the flow of any history, as counting from the beginning does, whatever runs of whatever commands meet', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        type Entry = { lead: string; command: string; run: string; purpose: ReservationPurpose; pool: string | null; day: string };
        let open: Entry[] = [];
        const ended: Entry[] = [];
        let state = initialReservations;
        const post = (postings: readonly { type: string; data: unknown }[], by: string): void => {
          for (const { type, data } of postings) state = evolveReservations(state, recorded(type, data, by));
        };
        for (const one of steps) {
          const reservations = reservationsOf(state, one.lead);
          if (one.do === 'take') {
            const run = `${one.command} ${one.lead} ${one.run}`;
            const said = { purpose: one.purpose, pool: one.pool, day: one.day };
            const sentBefore = open.find((each) => each.lead === one.lead && each.command === one.command && each.run !== run);
            open = [
              ...open.filter((each) => each.run !== run),
              { lead: one.lead, command: one.command, run, ...(sentBefore ? sameDay(sentBefore) : said) },
            ];
            const asked = { leadId: one.lead, reservationId: run, commandId: one.command, counted: said };
            post(takenBeside(reservations, asked), one.command);
          } else if (one.do === 'withdraw') {
            const run = `${one.command} ${one.lead} ${one.run}`;
            open = open.filter((each) => each.run !== run);
            post(
              returnsOf(reservations, 'not-taken', ({ reservationId }) => reservationId === run),
              'x',
            );
          } else {
            const lost = open.filter((each) => each.lead === one.lead && one.arrived.includes(each.command));
            open = open.filter((each) => !lost.includes(each));
            ended.push(...oncePerCommand(lost));
            post(
              returnsOf(reservations, 'lost', ({ commandId }) => one.arrived.includes(commandId!)),
              'x',
            );
          }
        }
        expect(
          openReservations(state)
            .map(({ reservationId }) => reservationId)
            .sort(),
        ).toEqual(open.map(({ run }) => run).sort());
        for (const each of ['a', 'b', 'c'])
          expect(
            reservationsOf(state, each)
              .map(({ reservationId }) => reservationId)
              .sort(),
          ).toEqual(
            open
              .filter((entry) => entry.lead === each)
              .map(({ run }) => run)
              .sort(),
          );
        for (const on of ['2026-03-03', '2026-03-04']) {
          const load = loadOf(state, on);
          const flow = [...ended, ...oncePerCommand(open)].filter(
            (each) => each.day === on && each.purpose !== 'reopen' && each.purpose !== 'adopted',
          );
          const claims = flow.filter((each) => each.purpose === 'claim');
          expect([load.held, load.takenToday, load.claimedToday, load.claimedFrom('north')]).toEqual([
            new Set(open.map((each) => each.lead)).size,
            flow.length,
            claims.length,
            claims.filter((each) => each.pool === 'north').length,
          ]);
        }
      }),
      { numRuns: 300 },
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
