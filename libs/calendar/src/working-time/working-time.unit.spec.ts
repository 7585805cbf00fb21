import fc from 'fast-check';
import {
  addWorkingMs,
  type CalendarDocument,
  compileCalendar,
  composeCalendars,
  type Hours,
  isOpenAt,
  nextClosing,
  nextOpening,
  roundTheClock,
  workingMs,
} from '../index.js';
import { weekdays } from './calendar-document.js';
import { slowIsOpen, slowWorkingMs, STEP_MS } from './slow-working-time.fixture.js';
import { berlin, newYork } from './worked-examples.fixture.js';

const calendars = {
  Berlin: compileCalendar(berlin),
  'Round the clock': roundTheClock('Europe/Berlin'),
  'New York': compileCalendar(newYork),
};
const ms = (text: string): number => Date.parse(text);
const HOUR = 3_600_000;

describe('working time between two instants', () => {
  it.each([
    ['Berlin', '2026-03-27T17:30+01:00', '2026-03-30T09:30+02:00', 3_600],
    ['Berlin', '2026-04-02T17:00+02:00', '2026-04-07T10:00+02:00', 7_200],
    ['Berlin', '2026-04-04T23:59+02:00', '2026-04-07T09:00:01+02:00', 1],
    ['Berlin', '2026-04-08T12:30+02:00', '2026-04-08T14:30+02:00', 3_600],
    ['Berlin', '2026-12-23T17:00+01:00', '2026-12-28T09:10+01:00', 15_000],
    ['Berlin', '2024-11-22T10:00+01:00', '2026-11-20T10:00+01:00', 14_889_600],
    ['Round the clock', '2026-03-28T12:00+01:00', '2026-03-29T12:00+02:00', 82_800],
    ['Round the clock', '2026-10-24T12:00+02:00', '2026-10-25T12:00+01:00', 90_000],
    ['New York', '2026-11-25T20:00+01:00', '2026-11-27T16:00+01:00', 14_400],
  ] as const)('T21 R2.2 worked example: %s, %s to %s is %d seconds', (name, from, to, seconds) => {
    expect(workingMs(calendars[name], ms(from), ms(to))).toBe(seconds * 1_000);
  });

  it.each([
    ['Berlin', '2026-04-02T16:30+02:00', 4, '2026-04-07T11:30+02:00'],
    ['Berlin', '2026-03-28T10:00+01:00', 1, '2026-03-30T10:00+02:00'],
    ['Berlin', '2026-12-23T17:30+01:00', 4, '2026-12-28T09:30+01:00'],
    ['Berlin', '2026-04-08T13:20+02:00', 0.25, '2026-04-08T14:15+02:00'],
    ['New York', '2026-11-25T16:30-05:00', 1, '2026-11-27T09:30-05:00'],
  ] as const)('R2.2 worked example: %s, %s plus %d working hours is due %s', (name, start, hours, due) => {
    expect(addWorkingMs(calendars[name], ms(start), hours * HOUR)).toBe(ms(due));
  });

  it('a time that is not later has no working time before it; nothing added changes nothing', () => {
    const [at, later] = [ms('2026-04-08T10:00+02:00'), ms('2026-04-08T11:00+02:00')];
    expect(workingMs(calendars.Berlin, later, at)).toBe(0);
    const sunday = ms('2026-04-12T10:00+02:00');
    expect(addWorkingMs(calendars.Berlin, sunday, 0)).toBe(sunday);
    expect(() => addWorkingMs(calendars.Berlin, sunday, -1)).toThrow(RangeError);
    expect(() => workingMs(calendars.Berlin, NaN, sunday)).toThrow(RangeError);
  });

  it('what falls due as the day ends is due then, not when the next day begins', () => {
    expect(addWorkingMs(calendars.Berlin, ms('2026-04-08T17:00+02:00'), HOUR)).toBe(ms('2026-04-08T18:00+02:00'));
  });

  it('a person in another zone has other hours, whoever asks', () => {
    const instant = ms('2026-04-08T20:00+02:00');
    expect([isOpenAt(calendars.Berlin, instant), isOpenAt(calendars['New York'], instant)]).toEqual([false, true]);
    expect(nextOpening(calendars.Berlin, instant)).toBe(ms('2026-04-09T09:00+02:00'));
    expect(nextClosing(calendars['New York'], instant)).toBe(ms('2026-04-08T17:00-04:00'));
  });
});

describe('hours past midnight and around changes of clocks', () => {
  const nights: CalendarDocument = {
    zone: 'Europe/Berlin',
    weekly: [{ days: weekdays, hours: [['22:00', '06:00']] }],
    exceptions: [{ date: '2026-04-05', hours: [] }],
  };
  const night = compileCalendar(nights);

  it('belong to the day on which they begin: a holiday takes its own night, not the morning of the one before', () => {
    expect(isOpenAt(night, ms('2026-04-05T03:00+02:00'))).toBe(true);
    expect(isOpenAt(night, ms('2026-04-05T23:00+02:00'))).toBe(false);
    expect(nextOpening(night, ms('2026-04-05T07:00+02:00'))).toBe(ms('2026-04-06T22:00+02:00'));
  });

  it('T21 the night in which clocks go forward has seven hours, the one in which they go back nine', () => {
    expect(workingMs(night, ms('2026-03-28T12:00Z'), ms('2026-03-29T12:00Z'))).toBe(7 * HOUR);
    expect(workingMs(night, ms('2026-10-24T12:00Z'), ms('2026-10-25T12:00Z'))).toBe(9 * HOUR);
  });

  it('an hour that clocks skip does not count, one they show twice counts twice', () => {
    const early = compileCalendar({ zone: 'Europe/Berlin', weekly: [{ days: ['sun'], hours: [['02:15', '02:45']] }], exceptions: [] });
    expect(workingMs(early, ms('2026-03-29T00:00Z'), ms('2026-03-30T00:00Z'))).toBe(0);
    expect(workingMs(early, ms('2026-10-25T00:00Z'), ms('2026-10-26T00:00Z'))).toBe(HOUR);
  });

  it('every hour of the week goes on from day to day without a gap', () => {
    const all = compileCalendar({ zone: 'Europe/Berlin', weekly: [{ days: weekdays, hours: [['00:00', '24:00']] }], exceptions: [] });
    const [from, to] = [ms('2024-01-01T00:00Z'), ms('2027-06-01T00:00Z')];
    expect(workingMs(all, from, to)).toBe(to - from);
    expect(nextClosing(all, from)).toBeNull();
    expect(nextClosing(calendars['Round the clock'], from)).toBeNull();
  });

  it('years before 1970 and after 2100 are counted like others', () => {
    expect(workingMs(calendars.Berlin, ms('1913-03-03T00:00Z'), ms('1913-03-04T00:00Z'))).toBe(8 * HOUR);
    expect(workingMs(calendars.Berlin, ms('2114-03-05T00:00Z'), ms('2114-03-06T00:00Z'))).toBe(8 * HOUR);
  });
});

describe('a calendar that is not open for ever', () => {
  const once = compileCalendar({ zone: 'UTC', weekly: [], exceptions: [{ date: '2026-05-01', hours: [['10:00', '12:00']] }] });

  it('has no next opening and no due time after its last hour, and says so', () => {
    expect(nextOpening(once, ms('1999-01-01T00:00Z'))).toBe(ms('2026-05-01T10:00Z'));
    expect(addWorkingMs(once, ms('1999-01-01T00:00Z'), 2 * HOUR)).toBe(ms('2026-05-01T12:00Z'));
    expect(addWorkingMs(once, ms('1999-01-01T00:00Z'), 2 * HOUR + 1)).toBeNull();
    expect(nextOpening(once, ms('2026-05-01T12:00Z'))).toBeNull();
    expect(workingMs(once, ms('1999-01-01T00:00Z'), ms('2099-01-01T00:00Z'))).toBe(2 * HOUR);
  });

  it('with no hours at all is never open', () => {
    const never = compileCalendar({ zone: 'UTC', weekly: [], exceptions: [] });
    const now = ms('2026-05-01T12:00Z');
    expect([nextOpening(never, now), addWorkingMs(never, now, 1), nextClosing(never, now), workingMs(never, 0, now)]).toEqual([
      null,
      null,
      now,
      0,
    ]);
  });
});

describe('for any calendar', () => {
  const time = fc
    .integer({ min: 0, max: 95 })
    .map((quarter) => `${String(quarter >> 2).padStart(2, '0')}:${String((quarter & 3) * 15).padStart(2, '0')}`);
  const hours = fc.array(fc.tuple(time, fc.oneof(time, fc.constant('24:00'))), { maxLength: 3 }) as fc.Arbitrary<Hours[]>;
  const anchor = fc.constantFrom(
    '2026-03-29',
    '2026-10-25',
    '2026-03-08',
    '2026-11-01',
    '2026-04-05',
    '2026-12-31',
    '2024-02-29',
    '2026-09-06',
  );
  const zone = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'America/Santiago',
    'Pacific/Apia',
    'UTC',
  );
  const document: fc.Arbitrary<CalendarDocument> = fc.record({
    zone,
    weekly: fc.array(fc.record({ days: fc.subarray([...weekdays]), hours }), { maxLength: 3 }),
    exceptions: fc.uniqueArray(fc.record({ date: anchor, hours }), { selector: ({ date }) => date, maxLength: 3 }),
  });
  const around = fc
    .tuple(anchor, fc.integer({ min: -300, max: 300 }), fc.integer({ min: 0, max: 500 }))
    .map(([day, before, length]): [number, number] => {
      const from = ms(day) + before * STEP_MS;
      return [from, from + length * STEP_MS];
    });

  it('T21 the tables agree with a clock on the wall looked at every quarter of an hour', () => {
    fc.assert(
      fc.property(document, around, (given, [from, to]) => {
        const calendar = compileCalendar(given);
        expect(workingMs(calendar, from, to)).toBe(slowWorkingMs(given, from, to));
        expect(isOpenAt(calendar, from)).toBe(slowIsOpen(given, from));
      }),
      { numRuns: 150 },
    );
  });

  it('the due time is the first by which the working time has passed', () => {
    fc.assert(
      fc.property(document, around, fc.integer({ min: 1, max: 400 * HOUR }), (given, [start], span) => {
        const calendar = compileCalendar(given);
        const due = addWorkingMs(calendar, start, span);
        if (due === null) return expect(workingMs(calendar, start, ms('2090-01-01T00:00Z'))).toBeLessThan(span);
        expect(workingMs(calendar, start, due)).toBe(span);
        expect(workingMs(calendar, start, due - 1)).toBe(span - 1);
      }),
    );
  });

  it('openings and closings are where working time begins and ends', () => {
    fc.assert(
      fc.property(document, around, (given, [at]) => {
        const calendar = compileCalendar(given);
        const opening = nextOpening(calendar, at);
        if (opening !== null) {
          expect([isOpenAt(calendar, opening), workingMs(calendar, at, opening)]).toEqual([true, 0]);
          const closing = nextClosing(calendar, opening);
          if (closing !== null)
            expect([isOpenAt(calendar, closing), workingMs(calendar, opening, closing)]).toEqual([false, closing - opening]);
        } else expect(workingMs(calendar, at, ms('2090-01-01T00:00Z'))).toBe(0);
      }),
    );
  });

  it('several that follow one another count each in its own time', () => {
    fc.assert(
      fc.property(document, document, around, fc.nat(500), (before, after, [from, to], quarter) => {
        const turn = from + quarter * STEP_MS;
        const [first, second] = [compileCalendar(before), compileCalendar(after)];
        const both = composeCalendars([
          { from: -Infinity, calendar: first },
          { from: turn, calendar: second },
        ]);
        const middle = Math.min(turn, to);
        expect(workingMs(both, from, to)).toBe(workingMs(first, from, middle) + workingMs(second, middle, to));
        expect(isOpenAt(both, turn)).toBe(isOpenAt(second, turn));
      }),
    );
  });
});
