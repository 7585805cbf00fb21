import { compileDateFormat, readIso } from './date-format.js';
import { readNumber } from './number-format.js';
import { ZoneClock } from './zone-clock.js';

describe('date formats', () => {
  const read = (pattern: string, text: string) => {
    const compiled = compileDateFormat(pattern);
    if (typeof compiled === 'string') throw new Error(compiled);
    const time = compiled.read(text);
    return (
      time && [
        time.year,
        time.month,
        time.day,
        ...(time.time ? [time.hour, time.minute, time.second] : []),
        ...(time.offsetMinutes === null ? [] : [time.offsetMinutes]),
      ]
    );
  };
  it.each([
    ["yyyy-MM-dd'T'HH:mm", '2016-02-29T01:23', [2016, 2, 29, 1, 23, 0]],
    ['d.M.yyyy', '1.3.2024', [2024, 3, 1]],
    ['MMM d, yyyy h:mm a', 'Mar 1, 2024 12:05 AM', [2024, 3, 1, 0, 5, 0]],
    ['MMMM dd yyyy hh:mm a', 'September 09 2024 12:05 p.m.', [2024, 9, 9, 12, 5, 0]],
    ['dd/MM/yy', '31/12/69', [2069, 12, 31]],
    ['dd/MM/yy', '31/12/70', [1970, 12, 31]],
    ['yyyyMMdd HHmmss XXX', '20240301 101112 -03:30', [2024, 3, 1, 10, 11, 12, -210]],
    ["yyyy-MM-dd 'o''clock' HH", "2024-03-01 o'clock 09", [2024, 3, 1, 9, 0, 0]],
    ['yyyy-MM-dd', '2023-02-29', null],
    ['yyyy-MM-dd HH:mm', '2024-01-01 24:00', null],
    ['h:mm a d.M.yyyy', '13:00 PM 1.1.2024', null],
  ])('%s reads %s', (pattern, text, expected) => expect(read(pattern, text)).toEqual(expected));

  it.each([
    'YYYY-MM-DD',
    'yyyy-MM',
    'yyyy-mm-dd',
    'yyyy-MM-dd hh:mm',
    'yyyy-MM-dd HH:mm a',
    'yyyy-MM-dd HH:ss',
    'yyyy-MM-dd dd',
    'yyyy-MM-dd XXX',
  ])('%s is impossible', (pattern) => expect(typeof compileDateFormat(pattern)).toBe('string'));

  it.each([
    ['2024-03-01', false, null],
    ['2024-03-01 10:11', true, null],
    ['2024-03-01T10:11:12.123456Z', true, 0],
    ['2024-03-01T10:11+0530', true, 330],
    ['2024-03-01T10:11-02', true, -120],
  ])('ISO %s', (text, time, offsetMinutes) => expect(readIso(text)).toMatchObject({ time, offsetMinutes }));
});

describe('numbers', () => {
  it.each([
    ['1054.50', '.', '', '1054.5'],
    ['1.054,50', ',', '.', '1054.5'],
    ['1,054', '.', ',', '1054'],
    ['10,54', '.', ',', null],
    ['1.5', ',', '', null],
    ['-0', '.', '', '0'],
    ['+007', '.', '', '7'],
    ['12345678901234567890.123456789', '.', '', '12345678901234567890.123456789'],
    ['1.5e3', '.', '', '1500'],
    ['1 000', '.', ' ', '1000'],
    ['', '.', '', null],
    ['NaN', '.', '', null],
  ] as const)('%s with decimal %s and thousands "%s"', (text, decimal, thousands, expected) =>
    expect(readNumber(text, { decimal, thousands })).toBe(expected),
  );
});

describe('local times of a zone', () => {
  const at = (zone: string, text: string, how: 'reject' | 'earlier' | 'later' = 'reject'): string => {
    const found = new ZoneClock(zone, how).instantOf(readIso(text)!);
    return typeof found === 'number' ? new Date(found).toISOString() : found;
  };
  it.each([
    ['Europe/Berlin', '2024-07-01T12:00', 'reject', '2024-07-01T10:00:00.000Z'],
    ['Europe/Berlin', '2024-10-27T02:30', 'reject', 'ambiguous'],
    ['Europe/Berlin', '2024-10-27T02:30', 'earlier', '2024-10-27T00:30:00.000Z'],
    ['Europe/Berlin', '2024-10-27T02:30', 'later', '2024-10-27T01:30:00.000Z'],
    ['Europe/Berlin', '2024-10-27T03:00', 'reject', '2024-10-27T02:00:00.000Z'],
    ['Europe/Berlin', '2024-03-31T02:30', 'later', 'gap'],
    ['Europe/Berlin', '2024-10-27T02:30+01:00', 'reject', '2024-10-27T01:30:00.000Z'],
    ['Australia/Lord_Howe', '2024-04-07T01:45', 'reject', 'ambiguous'],
    ['Australia/Lord_Howe', '2024-10-06T02:15', 'reject', 'gap'],
    ['America/New_York', '2024-11-03T01:59:59.999', 'earlier', '2024-11-03T05:59:59.999Z'],
    ['UTC', '2024-10-27T02:30', 'reject', '2024-10-27T02:30:00.000Z'],
  ] as const)('%s %s (%s)', (zone, text, how, expected) => expect(at(zone, text, how)).toBe(expected));

  it('begins a day with its first instant, where clocks skip midnight too', () => {
    expect(new Date(new ZoneClock('America/Sao_Paulo', 'reject').startOfDay('2018-11-04')).toISOString()).toBe('2018-11-04T03:00:00.000Z');
  });
});
