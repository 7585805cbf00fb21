import fc from 'fast-check';
import { compileCalendar, isOpenAt } from '#libs/calendar';
import { type EventData, type EventType, type RecordedLedgerEvent } from '#libs/contracts';
import { absenceAt, initialRep, isEmployed, type RepState } from '../rep-state.js';
import { evolveRep } from '../rep.evolve.js';
import { availabilityOf, availableFrom } from './availability-of.js';
import { coverAt } from './cover-at.js';

const ms = (text: string): number => Date.parse(text);
const HOUR = 3_600_000;

const office = compileCalendar({
  zone: 'Europe/Berlin',
  weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], hours: [['09:00', '17:00']] }],
  exceptions: [{ date: '2026-04-06', hours: [] }],
});

const event = <T extends EventType>(type: T, data: EventData<T>, at = '2026-01-01T00:00:00.000Z', importId?: string) =>
  ({
    type,
    data,
    metadata: { occurredAt: { precision: 'instant', value: at }, knownAt: at, ...(importId !== undefined && { importId }) },
  }) as RecordedLedgerEvent;
const joined = event('rep.joined', { repId: 'Ana', name: 'Ana', attributes: {} });
const away = (from: string, to: string | null, cover: string | null = null, absenceId = from) =>
  event('rep.absence-announced', { absenceId, kind: 'holiday', from: `${from}:00.000Z`, to: to && `${to}:00.000Z`, cover, note: null });
const rep = (...events: readonly RecordedLedgerEvent[]): RepState => [joined, ...events].reduce(evolveRep, initialRep);
const because = (state: RepState, at: string) => availabilityOf(state, ms(at), office).because;

describe('availability', () => {
  it('R2.2 follows the calendar; Easter Monday and nights are outside working time', () => {
    expect(availabilityOf(rep(), ms('2026-04-02T10:00Z'), office)).toMatchObject({
      available: true,
      because: 'working',
      until: ms('2026-04-02T15:00Z'),
    });
    expect(availabilityOf(rep(), ms('2026-04-04T23:59+02:00'), office)).toMatchObject({
      available: false,
      because: 'outside-working-time',
      until: ms('2026-04-07T09:00+02:00'),
    });
    expect(because(rep(), '2025-12-31T10:00Z')).toBe('not-joined');
  });

  it('T7 who is absent, deactivated or gone is never available, and the reason is said', () => {
    const state = rep(
      away('2026-04-13T11:00', '2026-04-13T15:00', 'Bo'),
      event('rep.leave-announced', { lastDay: '2026-04-30', endsAt: '2026-04-30T22:00:00.000Z' }),
    );
    expect(availabilityOf(state, ms('2026-04-13T12:00Z'), office)).toMatchObject({
      available: false,
      because: 'absent',
      cover: 'Bo',
      until: ms('2026-04-13T15:00Z'),
      lastDay: '2026-04-30',
    });
    expect(because(state, '2026-04-13T10:59Z')).toBe('working');
    expect(because(state, '2026-04-14T10:00Z')).toBe('working');
    expect(because(state, '2026-05-04T10:00Z')).toBe('leave-announced');
    const gone = evolveRep(state, event('rep.deactivated', { reason: null }, '2026-04-15T00:00:00.000Z'));
    expect(because(gone, '2026-04-14T10:00Z')).toBe('working');
    expect(because(gone, '2026-04-15T10:00Z')).toBe('deactivated');
    const back = evolveRep(gone, event('rep.joined', { repId: 'Ana', name: 'Ana', attributes: {} }, '2026-06-01T00:00:00.000Z'));
    expect(because(back, '2026-06-01T10:00Z')).toBe('working');
    expect(because(back, '2026-05-04T10:00Z')).toBe('deactivated');
  });

  it('absences that follow one another without a gap end together; an open one has no end', () => {
    const state = rep(
      away('2026-04-13T00:00', '2026-04-14T00:00'),
      away('2026-04-14T00:00', '2026-04-16T00:00'),
      away('2026-05-04T00:00', null),
    );
    expect(availabilityOf(state, ms('2026-04-13T12:00Z'), office).until).toBe(ms('2026-04-16T00:00Z'));
    expect(availableFrom(state, ms('2026-04-13T12:00Z'), office)).toBe(ms('2026-04-16T07:00Z'));
    expect(availableFrom(state, ms('2026-05-05T12:00Z'), office)).toBeNull();
  });

  it('on call one is available outside working time, not while away', () => {
    const shift = event('rep.on-call-set', { shiftId: 's', from: '2026-04-11T06:00:00.000Z', to: '2026-04-12T06:00:00.000Z', team: null });
    const state = rep(shift, away('2026-04-11T20:00', '2026-04-12T22:00'));
    expect(because(state, '2026-04-11T07:00Z')).toBe('on-call');
    expect(because(state, '2026-04-11T21:00Z')).toBe('absent');
    expect(availableFrom(state, ms('2026-04-10T20:00Z'), office)).toBe(ms('2026-04-11T06:00Z'));
  });

  it('a changed or cancelled absence is as it was told last; earlier knowledge is the fold of what was recorded by then', () => {
    const told = [joined, away('2026-04-13T00:00', '2026-04-18T00:00', null, 'a')];
    const changed = event('rep.absence-changed', {
      absenceId: 'a',
      kind: 'sick',
      from: '2026-04-14T00:00:00.000Z',
      to: null,
      cover: null,
      note: null,
    });
    const cancelled = event('rep.absence-cancelled', { absenceId: 'a', reason: null });
    const known = (...events: RecordedLedgerEvent[]) => because([...told, ...events].reduce(evolveRep, initialRep), '2026-04-20T10:00Z');
    expect([known(), known(changed), known(changed, cancelled)]).toEqual(['working', 'absent', 'working']);
  });

  it('R6.1 what a retracted import told of a person in time is void', () => {
    const imported = event('rep.capacity-set', { holdingCap: 1, intakeCap: 1 }, '2026-02-01T00:00:00.000Z', 'crm');
    const state = rep(imported, away('2026-04-13T00:00', '2026-04-18T00:00'), event('rep.import-retracted', { importId: 'crm' }));
    expect(state.capacities).toEqual([]);
    expect(state.absences).toHaveLength(1);
  });

  it('for any absences and shifts: available means there, and the first instant named is the first', () => {
    const hour = fc.integer({ min: 0, max: 24 * 14 }).map((hours) => ms('2026-04-01T00:00Z') + hours * HOUR);
    const span = fc.tuple(hour, fc.integer({ min: 1, max: 72 })).map(([from, length]) => ({ from, to: from + length * HOUR }));
    const spans = fc.array(span, { maxLength: 5 });
    fc.assert(
      fc.property(spans, spans, hour, (absences, shifts, at) => {
        const state: RepState = {
          ...rep(),
          absences: absences.map((each, index) => ({
            ...each,
            absenceId: String(index),
            kind: 'x',
            cover: null,
            note: null,
            cancelled: index === 4,
          })),
          onCall: shifts.map((each, index) => ({ ...each, shiftId: String(index), team: null })),
        };
        const present = (instant: number) =>
          isEmployed(state, instant) &&
          absenceAt(state, instant) === null &&
          (isOpenAt(office, instant) || shifts.some(({ from, to }) => from <= instant && instant < to));
        expect(availabilityOf(state, at, office).available).toBe(present(at));
        const from = availableFrom(state, at, office)!;
        expect(present(from)).toBe(true);
        for (let earlier = at; earlier < from; earlier += HOUR / 2) expect(present(earlier)).toBe(false);
      }),
    );
  });
});

describe('the chain of covers', () => {
  const people = (absent: Record<string, string | null>) => (id: string) =>
    id === 'nobody' ? null : rep(...(id in absent ? [away('2026-04-13T00:00', '2026-04-18T00:00', absent[id])] : []));
  const at = ms('2026-04-14T10:00Z');

  it('R1.15 goes on where the cover is away too, and ends where nobody is there', () => {
    expect(coverAt('Ana', at, people({ Ana: 'Bo' }))).toBe('Bo');
    expect(coverAt('Ana', at, people({ Ana: 'Bo', Bo: 'Cy' }))).toBe('Cy');
    expect(coverAt('Ana', at, people({ Ana: 'Bo', Bo: null }))).toBeNull();
    expect(coverAt('Ana', at, people({}))).toBeNull();
    expect(coverAt('Ana', at, people({ Ana: null }))).toBeNull();
    expect(coverAt('Ana', at, people({ Ana: 'nobody' }))).toBeNull();
  });

  it('a cycle ends', () => {
    expect(coverAt('Ana', at, people({ Ana: 'Bo', Bo: 'Ana' }))).toBeNull();
    expect(coverAt('Ana', at, people({ Ana: 'Bo', Bo: 'Cy', Cy: 'Bo' }))).toBeNull();
    expect(coverAt('Ana', at, people({ Ana: 'Ana' }))).toBeNull();
  });

  it('for any covers, who is named is there and is not the absent one', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.dictionary(id, fc.option(id)), id, (absent, asked) => {
        const cover = coverAt(asked, at, people(absent));
        if (cover === null) return;
        expect(cover).not.toBe(asked);
        expect(cover in absent).toBe(false);
        expect(asked in absent).toBe(true);
      }),
    );
  });
});
