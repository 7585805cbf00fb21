import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addWorkingMs, compileCalendar, isOpenAt, workingMs } from '#libs/calendar';
import fc from 'fast-check';
import { assertWritable, type EventMetadata, type RecordedLedgerEvent } from '#libs/contracts';
import { evolveCalendar, initialCalendar, type CalendarState, workingCalendarOf } from '../calendars/calendar.evolve.js';
import { checkCalendar } from './check-calendar.js';
import { decidePublishCalendar } from './publish-calendar.decide.js';

const HOUR = 3_600_000;
const ms = (text: string): number => Date.parse(text);

const berlin = `
calendar: berlin
name: Berlin office
zone: Europe/Berlin
weekly:
  - { days: mon-fri, hours: [09:00-13:00, 14:00-18:00] }
holidays:
  - { country: DE, region: BE, years: 2026 }
exceptions:
  - { date: 2026-12-24, name: Christmas Eve, hours: [09:00-12:00] }
`;

const metadata: EventMetadata = {
  actor: { kind: 'person', id: 'mia', assurance: 'token' },
  commandId: 'c',
  commandHash: 'h',
  correlationId: 'c',
  causationId: 'c',
  occurredAt: { precision: 'instant', value: '2026-01-01T00:00:00.000Z' },
  knownAt: '2026-01-01T00:00:00.000Z',
  schemaVersion: 1,
};

const codes = async (document: string, feeds: Record<string, string> = {}): Promise<string[]> =>
  (await checkCalendar(document, feeds)).problems.map(({ code, line }) => `${line} ${code.replace('CALENDAR.', '')}`);

async function published(state: CalendarState, document: string, at: string, feeds: Record<string, string> = {}): Promise<CalendarState> {
  const { planned, problems } = await checkCalendar(document, feeds);
  expect(problems).toEqual([]);
  const data = decidePublishCalendar(state, planned!, 'because', ms(at));
  if (!data) return state;
  return evolveCalendar(state, { type: 'calendar.published', data, metadata: { knownAt: at } } as RecordedLedgerEvent);
}

describe('publishing a calendar', () => {
  it('R2.2 movable holidays are asked once and written out as days', async () => {
    const state = await published(initialCalendar, berlin, '2026-01-01T00:00:00.000Z');
    const [version] = state.versions;
    expect(version!.exceptions.filter(({ hours }) => hours.length === 0).map(({ date, name }) => `${date} ${name}`)).toEqual([
      '2026-01-01 Neujahr',
      '2026-03-08 Internationaler Frauentag',
      '2026-04-03 Karfreitag',
      '2026-04-06 Ostermontag',
      '2026-05-01 Maifeiertag',
      '2026-05-14 Christi Himmelfahrt',
      '2026-05-25 Pfingstmontag',
      '2026-10-03 Tag der Deutschen Einheit',
      '2026-12-25 1. Weihnachtstag',
      '2026-12-26 2. Weihnachtstag',
    ]);
    expect(version!.sources).toEqual([expect.stringMatching(/^date-holidays \d+\.\d+\.\d+ DE-BE 2026$/)]);
    const calendar = workingCalendarOf(state)!;
    expect(workingMs(calendar, ms('2026-04-02T17:00+02:00'), ms('2026-04-07T10:00+02:00'))).toBe(2 * HOUR);
    expect(addWorkingMs(calendar, ms('2026-12-23T17:30+01:00'), 4 * HOUR)).toBe(ms('2026-12-28T09:30+01:00'));
  });

  it('a holiday that begins at noon leaves the morning, and what the document says of a day goes before a holiday', async () => {
    const feed = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART:20251224T130000',
      'DTEND:20251225T000000',
      'RRULE:FREQ=YEARLY',
      'SUMMARY:Holy Eve',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20261228',
      'DTEND;VALUE=DATE:20261231',
      'SUMMARY:Closed between the years',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20260701',
      'STATUS:CANCELLED',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART:20260715T120000Z',
      'DTEND:20260715T200000Z',
      'SUMMARY:Summer party',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    const document = `${berlin.replace('{ country: DE, region: BE, years: 2026 }', '{ feed: office.ics, years: 2026-2027 }')}  - { date: 2026-12-29, name: Stocktaking, hours: 10:00-12:00 }`;
    const { exceptions } = (await published(initialCalendar, document, '2026-01-01T00:00:00.000Z', { 'office.ics': feed })).versions[0]!;
    expect(exceptions.map(({ date, hours }) => [date, ...hours.map((pair) => pair.join('-'))].join(' '))).toEqual([
      '2026-07-15 09:00-13:00',
      '2026-12-24 09:00-12:00',
      '2026-12-28',
      '2026-12-29 10:00-12:00',
      '2026-12-30',
      '2027-12-24 09:00-13:00',
    ]);
  });

  it('every problem is named at once, with its place', async () => {
    const wrong = `
calendar: x
zone: Europe/Berln
effectiveFrom: 2026-02-30
weekly:
  - { days: mon-fry, hours: [09:00-13:00, 12:00-18:00] }
  - { days: [mon, tue], hours: [18:00-17:00, 9:00-25:00] }
  - { days: [wed, thu], hours: [09:00-13:00, 12:00-18:00, 22:00-06:00] }
  - { days: thu, hours: 05:00-08:00 }
  - { days: fri }
holidays:
  - { country: XX, years: 2026 }
  - { country: DE, region: XY, years: 2026 }
  - { country: DE, years: 2028-2026 }
  - { feed: missing.ics, years: 2026 }
  - { years: 2026 }
exceptions:
  - { date: 2026-02-30 }
  - { date: 2026-12-24 }
  - { date: 2026-12-24, hours: 10:00-12:00 }
colour: red
`;
    expect(await codes(wrong)).toEqual([
      '3 ZONE',
      '4 EFFECTIVE_FROM',
      '6 DAYS',
      '7 ENDS_BEFORE_START',
      '7 HOURS',
      '8 HOURS_OVERLAP',
      '8 HOURS_OVERLAP',
      '9 HOURS_OVERLAP',
      '10 MISSING',
      '14 YEARS',
      '16 HOLIDAYS',
      '18 DATE',
      '20 DATE_TWICE',
      '21 UNKNOWN_KEY',
    ]);
    expect(await codes(wrong.replace('Berln', 'Berlin'))).toEqual(expect.arrayContaining(['12 COUNTRY', '13 REGION', '15 FEED_MISSING']));
    expect(await codes('calendar: x\nzone: UTC\nweekly: []')).toEqual(['1 NEVER_OPEN']);
    expect(await codes('calendar: ""\nname: " "\nzone: UTC\nweekly: [{ days: mon, hours: 09:00-10:00 }]')).toEqual(['1 ID', '2 NAME']);
    expect(await codes('- x')).toEqual(['1 SHAPE']);
    expect(await codes('')).toHaveLength(1);
  });

  it('a feed that does not parse is refused, each of its entries by name', async () => {
    const document = berlin.replace('{ country: DE, region: BE, years: 2026 }', '{ feed: office.ics, years: 2026 }');
    const inFeed = (...entries: string[]) =>
      `BEGIN:VCALENDAR\n${entries.map((entry) => `BEGIN:VEVENT\n${entry}\nEND:VEVENT`).join('\n')}\nEND:VCALENDAR`;
    const messages = async (feed: string) => (await checkCalendar(document, { 'office.ics': feed })).problems.map(({ message }) => message);
    expect(await messages('<html>not found</html>')).toEqual([expect.stringContaining('office.ics: it is no iCalendar text')]);
    expect(await messages('')).toEqual([expect.stringContaining('office.ics: it is no iCalendar text')]);
    expect(
      await messages(
        inFeed(
          'SUMMARY:No start',
          'DTSTART;VALUE=DATE:20260431\nSUMMARY:No such day',
          'DTSTART;VALUE=DATE:2026xx31\nSUMMARY:Garbled',
          'DTSTART:20260401T100000\nDTEND:20260401T090000\nSUMMARY:Backwards',
          'DTSTART;VALUE=DATE:20260501\nSUMMARY:Fine',
        ),
      ),
    ).toEqual([
      expect.stringContaining('entry 1 (No start) has no start'),
      expect.stringContaining('entry 2 (No such day) names 2026-04-31, which is no day'),
      expect.stringContaining('entry 3 (Garbled)'),
      expect.stringContaining('entry 4 (Backwards) ends'),
    ]);
    expect(await codes(document, { 'office.ics': inFeed('DTSTART;VALUE=DATE:19990101') })).toEqual(['8 FEED_EMPTY']);
  });

  it('the calendar of the how-to can be published as it stands there', async () => {
    const howTo = (name: string): string => readFileSync(join(import.meta.dirname, '../../../../docs/how-to', name), 'utf8');
    const document = howTo('berlin.calendar.yaml');
    expect(howTo('working-calendars-holidays-and-absences.md')).toContain(document.trim());
    const feed = { 'office-closed.ics': howTo('office-closed.ics') };
    const { exceptions } = (await published(initialCalendar, document, '2026-01-01T00:00:00.000Z', feed)).versions[0]!;
    const on = (day: string) => exceptions.find(({ date }) => date === day)?.hours.map((pair) => pair.join('-'));
    expect(['2026-04-06', '2026-06-30', '2027-06-30', '2026-07-03', '2026-12-24', '2026-12-31'].map(on)).toEqual([
      [],
      ['09:00-13:00', '14:00-15:00'],
      ['09:00-13:00', '14:00-15:00'],
      [],
      ['09:00-12:00'],
      [],
    ]);
  });

  it('hours past midnight, and the end of a day as 24:00', async () => {
    const state = await published(
      initialCalendar,
      'calendar: night\nzone: Europe/Berlin\nweekly:\n  - { days: mon-thu, hours: 22:00-06:00 }\n  - { days: fri, hours: 18:00-24:00 }\n  - { days: sat, hours: [00:00-06:00] }',
      '2026-01-01T00:00:00.000Z',
    );
    const calendar = workingCalendarOf(state)!;
    expect(['2026-04-14T05:00+02:00', '2026-04-14T07:00+02:00', '2026-04-18T03:00+02:00'].map((at) => isOpenAt(calendar, ms(at)))).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('whatever is sent', () => {
  const document = berlin.replace('{ country: DE, region: BE, years: 2026 }', '{ feed: office.ics, years: 2026-2027 }');
  const feed = 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260703\nRRULE:FREQ=YEARLY;COUNT=3\nEND:VEVENT\nEND:VCALENDAR';
  /** A text with a piece of it replaced by another. */
  const spoilt = (text: string) =>
    fc
      .tuple(
        fc.nat(text.length),
        fc.nat(20),
        fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('\n', ': ', '- ', '[', '}', '24:00', '-', '\0')),
      )
      .map(([at, length, other]) => text.slice(0, at) + other + text.slice(at + length));

  it('the same as JSON is the same calendar', async () => {
    const { zone, weekly, exceptions } = (await published(initialCalendar, berlin, '2026-01-01T00:00:00.000Z')).versions[0]!;
    const json = JSON.stringify({
      calendar: 'berlin',
      name: 'Berlin office',
      zone: 'Europe/Berlin',
      weekly: [{ days: 'mon-fri', hours: ['09:00-13:00', '14:00-18:00'] }],
      holidays: [{ country: 'DE', region: 'BE', years: 2026 }],
      exceptions: [{ date: '2026-12-24', name: 'Christmas Eve', hours: '09:00-12:00' }],
    });
    expect((await published(initialCalendar, json, '2026-01-01T00:00:00.000Z')).versions[0]).toMatchObject({ zone, weekly, exceptions });
  });

  it('a document or a feed either gives a calendar or problems with their places', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt(document), spoilt(feed), async (text, ics) => {
        const { planned, problems } = await checkCalendar(text, { 'office.ics': ics });
        expect(planned === null).toBe(problems.length > 0);
        for (const { line, column, message } of problems) expect([line > 0, column > 0, message.length > 0]).toEqual([true, true, true]);
        if (!planned) return;
        const data = decidePublishCalendar(initialCalendar, planned, 'x', 0)!;
        expect(() => assertWritable({ type: 'calendar.published', data }, metadata)).not.toThrow();
        workingMs(compileCalendar(data), ms('2026-01-01T00:00Z'), ms('2027-01-01T00:00Z'));
      }),
      { numRuns: 300 },
    );
  });
});

describe('versions of a calendar', () => {
  const withoutMay = berlin
    .replace('years: 2026 }', 'years: 2026 }')
    .replace('exceptions:', 'exceptions:\n  - { date: 2026-05-01, hours: [09:00-13:00, 14:00-18:00] }');
  const day = [ms('2026-05-01T00:00+02:00'), ms('2026-05-02T00:00+02:00')] as const;

  it('the first is in force since always, a later one from now on; told the same nothing happens', async () => {
    const first = await published(initialCalendar, berlin, '2026-06-01T00:00:00.000Z');
    expect(first.versions.map(({ version, from }) => [version, from])).toEqual([[1, -Infinity]]);
    expect(await published(first, berlin, '2026-07-01T00:00:00.000Z')).toBe(first);
    const second = await published(first, withoutMay, '2026-07-01T00:00:00.000Z');
    expect(second.versions[1]).toMatchObject({ version: 2, from: ms('2026-07-01T00:00:00.000Z') });
    expect(workingMs(workingCalendarOf(second)!, ...day)).toBe(0);
  });

  it('R5.12 a forgotten holiday is added to the past: the official calendar stays what was known then', async () => {
    const official = await published(initialCalendar, withoutMay, '2026-01-01T00:00:00.000Z');
    const corrected = await published(official, `effectiveFrom: 2026-04-15${berlin}`, '2026-06-01T00:00:00.000Z');
    expect(workingMs(workingCalendarOf(official)!, ...day)).toBe(8 * HOUR);
    expect(workingMs(workingCalendarOf(corrected)!, ...day)).toBe(0);
    const before = [ms('2026-04-14T00:00+02:00'), ms('2026-04-15T00:00+02:00')] as const;
    expect(workingMs(workingCalendarOf(corrected)!, ...before)).toBe(8 * HOUR);
  });

  it('a correction of the past holds until the version that came into force next', async () => {
    const first = await published(initialCalendar, withoutMay, '2026-01-01T00:00:00.000Z');
    const short = `effectiveFrom: 2026-06-01${withoutMay.replace(', 14:00-18:00] }\nholidays', '] }\nholidays')}`;
    const second = await published(first, short, '2026-01-02T00:00:00.000Z');
    const third = await published(second, `effectiveFrom: always${berlin}`, '2026-06-15T00:00:00.000Z');
    const calendar = workingCalendarOf(third)!;
    expect(workingMs(calendar, ...day)).toBe(0);
    expect(workingMs(calendar, ms('2026-06-02T00:00+02:00'), ms('2026-06-03T00:00+02:00'))).toBe(4 * HOUR);
  });

  it('what the event says is all that counts', async () => {
    const { planned } = await checkCalendar(berlin, {});
    const { zone, weekly, exceptions } = decidePublishCalendar(initialCalendar, planned!, 'first', 0)!;
    const fromEvent = compileCalendar({ zone, weekly, exceptions });
    expect(workingMs(fromEvent, ms('2026-04-02T17:00+02:00'), ms('2026-04-07T10:00+02:00'))).toBe(2 * HOUR);
  });
});
