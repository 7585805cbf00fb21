import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { firstInstantOfDay, isDate, localDate, localToInstant, nextDay, offsetTransitions } from './index.js';

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'UTC',
];
const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2035, 0, 1) }).map((ms) => new Date(ms).toISOString());
const date = instant.map((text) => text.slice(0, 10));

describe('days in a zone', () => {
  it('a day begins at midnight of its zone', () => {
    expect(firstInstantOfDay('2026-03-03', 'Europe/Berlin')).toBe('2026-03-02T23:00:00.000Z');
    expect(firstInstantOfDay('2026-03-03', 'UTC')).toBe('2026-03-03T00:00:00.000Z');
  });

  it('a day whose midnight clocks skip begins after the gap', () => {
    expect(firstInstantOfDay('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  });

  it('refuses days that do not exist, and zones that do not', () => {
    expect(() => firstInstantOfDay('2026-02-30', 'UTC')).toThrow(expect.objectContaining({ code: 'TIME.IMPOSSIBLE_DATE' }));
    expect(() => firstInstantOfDay('2026-02-03', 'Mars/Olympus')).toThrow(expect.objectContaining({ code: 'TIME.UNKNOWN_ZONE' }));
    expect(isDate('2024-02-29')).toBe(true);
    expect(isDate('2025-02-29')).toBe(false);
    expect(isDate('20250201')).toBe(false);
    expect(nextDay('2024-02-28')).toBe('2024-02-29');
  });

  it('every instant lies in its local day, half-open', () => {
    fc.assert(
      fc.property(instant, zone, (at, where) => {
        const day = localDate(at, where);
        expect(firstInstantOfDay(day, where) <= at).toBe(true);
        expect(at < firstInstantOfDay(nextDay(day), where)).toBe(true);
      }),
    );
  });

  it('the first instant of a day falls on that day', () => {
    fc.assert(fc.property(date, zone, (day, where) => expect(localDate(firstInstantOfDay(day, where), where)).toBe(day)));
  });
});

describe('wall-clock times', () => {
  it('a time shown once needs no decision', () => {
    const expected = { kind: 'instant', instant: '2026-07-01T12:30:00.000Z', shift: 'none' };
    for (const choice of ['reject', 'earlier', 'later'] as const)
      expect(localToInstant('2026-07-01 14:30', 'Europe/Berlin', choice)).toEqual(expected);
  });

  it('the hour that clocks show twice is refused, or taken as stated', () => {
    expect(localToInstant('2026-10-25T02:30', 'Europe/Berlin', 'reject')).toMatchObject({
      kind: 'refused',
      violation: { code: 'TIME.AMBIGUOUS_LOCAL' },
    });
    expect(localToInstant('2026-10-25T02:30', 'Europe/Berlin', 'earlier')).toMatchObject({
      instant: '2026-10-25T00:30:00.000Z',
      shift: 'ambiguous',
    });
    expect(localToInstant('2026-10-25T02:30', 'Europe/Berlin', 'later')).toMatchObject({
      instant: '2026-10-25T01:30:00.000Z',
      shift: 'ambiguous',
    });
  });

  it('the hour that clocks skip is refused, or taken as stated', () => {
    expect(localToInstant('2026-03-29T02:30', 'Europe/Berlin', 'reject')).toMatchObject({
      kind: 'refused',
      violation: { code: 'TIME.SKIPPED_LOCAL' },
    });
    expect(localToInstant('2026-03-29T02:30', 'Europe/Berlin', 'earlier')).toMatchObject({
      instant: '2026-03-29T00:30:00.000Z',
      shift: 'skipped',
    });
    expect(localToInstant('2026-03-29T02:30', 'Europe/Berlin', 'later')).toMatchObject({
      instant: '2026-03-29T01:30:00.000Z',
      shift: 'skipped',
    });
  });

  it('impossible times are refused', () => {
    for (const text of ['2026-02-30T10:00', '2026-01-01T24:01', '2026-01-01', 'yesterday', '2026-01-01T10:00Z']) {
      expect(localToInstant(text, 'UTC', 'earlier')).toMatchObject({ kind: 'refused', violation: { code: 'TIME.IMPOSSIBLE_LOCAL' } });
    }
    expect(localToInstant('2026-01-01T10:00', 'Nowhere', 'earlier')).toMatchObject({ violation: { code: 'TIME.UNKNOWN_ZONE' } });
  });
});

describe('the fast paths', () => {
  it('answer as Temporal does, also around changes of clocks', () => {
    const nearChange = fc.tuple(
      fc.constantFrom('2026-03-29', '2026-10-25', '2026-11-01', '2026-03-08', '2026-04-05'),
      fc.integer({ min: 0, max: 1439 }),
    );
    const local = fc.oneof(
      instant.map((text) => text.slice(0, 16)),
      nearChange.map(
        ([day, minute]) => `${day}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
      ),
    );
    fc.assert(
      fc.property(local, zone, fc.constantFrom('earlier' as const, 'later' as const), (text, where, disambiguation) => {
        const expected = Temporal.PlainDateTime.from(text).toZonedDateTime(where, { disambiguation }).epochMilliseconds;
        expect(localToInstant(text, where, disambiguation)).toMatchObject({ instant: new Date(expected).toISOString() });
        const day = Temporal.Instant.fromEpochMilliseconds(expected).toZonedDateTimeISO(where).toPlainDate().toString();
        expect(localDate(new Date(expected).toISOString(), where)).toBe(day);
      }),
      { numRuns: 500 },
    );
  });
});

describe('offset transitions', () => {
  it('lists the offset at the start and every change', () => {
    expect(offsetTransitions('Europe/Berlin', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z')).toEqual([
      { at: '2026-01-01T00:00:00.000Z', offsetSeconds: 3600 },
      { at: '2026-03-29T01:00:00.000Z', offsetSeconds: 7200 },
      { at: '2026-10-25T01:00:00.000Z', offsetSeconds: 3600 },
    ]);
    expect(offsetTransitions('UTC', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z')).toHaveLength(1);
  });

  it('are enough to find the local day of any instant', () => {
    fc.assert(
      fc.property(instant, zone, (at, where) => {
        const transitions = offsetTransitions(where, '1995-01-01T00:00:00.000Z', '2036-01-01T00:00:00.000Z');
        const { offsetSeconds } = transitions.findLast((transition) => transition.at <= at)!;
        expect(new Date(Date.parse(at) + offsetSeconds * 1000).toISOString().slice(0, 10)).toBe(localDate(at, where));
      }),
      { numRuns: 50 },
    );
  });
});
