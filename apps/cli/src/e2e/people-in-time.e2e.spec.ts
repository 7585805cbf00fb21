import { jest } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CalendarLine, type RepAvailability, type Roster } from '#libs/dispatch';
import { RunningFolder } from './running-folder.fixture.js';

// A whole system starts and stops here, on machines that may be busy.
jest.setTimeout(600_000);

const OFFICE = `
calendar: office
zone: Europe/Berlin
weekly:
  - { days: mon-fri, hours: [09:00-13:00, 14:00-18:00] }
holidays:
  - { country: DE, region: BE, years: 2026-2031 }
  - { feed: office.ics, years: 2030 }
`;
const FEED = 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20300507\r\nSUMMARY:Outing\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';

describe('people in time on the command line', () => {
  let folder: RunningFolder;
  const file = (name: string, text: string): string => {
    const path = join(folder.parent, name);
    writeFileSync(path, text);
    return path;
  };
  beforeAll(async () => {
    folder = await RunningFolder.start('people');
  });
  afterAll(() => folder.stop());

  it('R2.2 a calendar is checked, published with the files it names, listed, shown and asked', async () => {
    const document = file('office.yaml', OFFICE);
    const missing = await folder.run('calendar', 'check', document);
    const named = expect.objectContaining({
      code: 'CALENDAR.FEED_MISSING',
      message: expect.stringContaining('office.ics') as string,
    }) as object;
    expect([missing.code, JSON.parse(missing.err)]).toEqual([1, expect.objectContaining({ violations: [named] })]);
    file('office.ics', '<html>');
    const broken = await folder.run('calendar', 'publish', document, '--reason', 'first');
    expect([broken.code, JSON.parse(broken.err)]).toEqual([
      1,
      expect.objectContaining({ violations: [expect.objectContaining({ code: 'CALENDAR.FEED_BROKEN', path: '8:5' })] }),
    ]);
    file('office.ics', FEED);
    expect(await folder.answer('calendar', 'check', document)).toMatchObject({ problems: [] });
    expect(await folder.answer('calendar', 'publish', document, '--reason', 'first')).toMatchObject({ calendar: 'office', version: 1 });
    const [line] = await folder.lines<CalendarLine>('calendar', 'list');
    expect(line).toMatchObject({ calendar: 'office', version: 1, zone: 'Europe/Berlin', reason: 'first' });
    expect(await folder.answer('calendar', 'show', 'office', '--at', '2030-05-07T10:00:00+02:00')).toMatchObject({
      open: false,
      nextOpening: '2030-05-08T07:00:00.000Z',
    });
    const due = ['--from', '2026-04-02T16:30:00+02:00', '--seconds', '14400'];
    expect(await folder.answer('calendar', 'due', 'office', ...due)).toMatchObject({ due: '2026-04-07T09:30:00.000Z' });
    const span = ['--from', '2026-04-02T17:00:00+02:00', '--to', '2026-04-07T10:00:00+02:00'];
    expect(await folder.answer('calendar', 'working-time', 'office', ...span)).toMatchObject({ seconds: 7_200 });
  });

  it('R1.15 people join, get terms, are away and on call, and the roster says who is there', async () => {
    await folder.answer('team', 'create', 'north');
    await folder.answer('team', 'calendar', 'north', 'office');
    for (const rep of ['ana', 'bo']) {
      await folder.answer('rep', 'join', rep, '--name', rep.toUpperCase());
      const joined = await folder.answer('rep', 'join-team', rep, 'north', '--weight', rep === 'bo' ? '2' : '1');
      expect(joined).toMatchObject({ events: [{ type: 'rep.team-joined' }] });
    }
    await folder.answer('team', 'manager', 'north', 'bo');
    await folder.answer('rep', 'capacity', 'ana', '--holding', '30', '--intake', 'none');
    const away = ['--from', '2030-06-03', '--to', '2030-06-14', '--cover', 'bo'];
    const { absenceId } = await folder.answer<{ absenceId: string }>('absence', 'announce', 'ana', ...away);
    const roster = await folder.answer<Roster>('team', 'roster', 'north', '--at', '2030-06-05T10:00:00+02:00');
    expect(roster).toMatchObject({
      manager: 'bo',
      members: [
        { rep: 'ana', available: false, because: 'absent', coveredBy: 'bo', capacity: { holdingCap: 30, intakeCap: null } },
        { rep: 'bo', available: true, weight: 2 },
      ],
    });
    await folder.answer('absence', 'change', 'ana', absenceId, '--to', '2030-06-04', '--no-cover');
    const back = await folder.answer<RepAvailability>('rep', 'availability', 'ana', '--at', '2030-06-05T10:00:00+02:00');
    expect(back).toMatchObject({ available: true, because: 'working' });
    await folder.answer('absence', 'cancel', 'ana', absenceId);
    expect(await folder.lines('absence', 'list', 'ana')).toEqual([expect.objectContaining({ absenceId, cover: null, cancelled: true })]);
    const shift = ['--from', '2030-06-08', '--to', '2030-06-09', '--team', 'north'];
    const { shiftId } = await folder.answer<{ shiftId: string }>('rep', 'on-call', 'set', 'ana', ...shift);
    expect(await folder.lines('rep', 'on-call', 'list', 'ana')).toEqual([
      expect.objectContaining({ shiftId, to: '2030-06-09T22:00:00.000Z' }),
    ]);
    await folder.answer('rep', 'on-call', 'cancel', 'ana', shiftId);
    await folder.answer('rep', 'leave', 'ana', '--last-day', '2030-12-31');
    await folder.answer('rep', 'leave-team', 'ana', 'north');
    expect(await folder.lines('rep', 'list')).toEqual(expect.arrayContaining([expect.objectContaining({ rep: 'bo', teams: ['north'] })]));
  });

  it('R0.22 lists of people, teams, pools and documents answer for an earlier instant, and as known then', async () => {
    const before = '2020-01-01T00:00:00Z';
    for (const clock of ['--at', '--known-at'])
      for (const list of [['rep'], ['team'], ['calendar'], ['definition'], ['rates']])
        expect([list, await folder.lines(...list, 'list', clock, before)]).toEqual([list, []]);
    expect(await folder.lines('pool', 'list', '--at', before)).toEqual([{ pool: 'intake', name: 'Intake', team: null }]);
    expect(await folder.answer('pool', 'show', 'intake', '--at', before)).toMatchObject({
      pool: 'intake',
      settings: { claimsPerDay: null },
    });
    expect(await folder.answer('visibility', 'show', '--at', before)).toEqual({ mode: 'open', version: 0 });
    const shown = await folder.run('definition', 'show', 'new_leads', '--at', before);
    expect([shown.code, JSON.parse(shown.err)]).toEqual([1, expect.objectContaining({ code: 'DEFINITION.NOT_FOUND' })]);
    const twice = await folder.run('rep', 'list', '--known-at', before, '--position', '1');
    expect([twice.code, JSON.parse(twice.err)]).toEqual([1, expect.objectContaining({ code: 'CLOCK.TWICE' })]);
  });

  it('an absence that ends before it starts exits 1 and says so; what is not named is asked for', async () => {
    const { code, err } = await folder.run('absence', 'announce', 'ana', '--from', '2030-06-14', '--to', '2030-06-03', '--cover', 'ana');
    const codes = (JSON.parse(err) as { violations: { code: string }[] }).violations.map((violation) => violation.code);
    expect([code, codes]).toEqual([1, ['ABSENCE.ENDS_BEFORE_START']]);
    const lost = await folder.run('rep', 'leave', 'ana');
    expect([lost.code, JSON.parse(lost.err)]).toEqual([1, expect.objectContaining({ code: 'CLI.WRONG_USAGE' })]);
  });
});
