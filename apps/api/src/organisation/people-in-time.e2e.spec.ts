import { organisationProjection, type RepAvailability, type Roster } from '#libs/dispatch';
import { accessRequestProjection, leadCardProjection, ownershipProjection } from '#libs/leads';
import { type Problem } from '#libs/platform';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

interface Accepted {
  readonly revision: number;
  readonly token: string;
  readonly absenceId: string;
  readonly shiftId: string;
  readonly version: number;
  readonly events: readonly { readonly type: string }[];
}

const OFFICE = `
calendar: office
zone: Europe/Berlin
weekly:
  - { days: mon-fri, hours: [09:00-13:00, 14:00-18:00] }
holidays:
  - { country: DE, region: BE, years: 2026-2030 }
`;

let api: RunningTestApi;
let token = '';

const post = async (path: string, body: object, role?: string): Promise<Accepted> => {
  const answer = await api.post<Accepted>(path, body, role ? { role: role as 'rep' } : {});
  expect({ path, status: answer.status < 300, body: answer.status < 300 ? null : answer.body }).toEqual({ path, status: true, body: null });
  token = answer.body.token;
  return answer.body;
};
const refused = async (path: string, body: object) => {
  const { status, body: problem } = await api.post<Problem>(path, body);
  return { status, codes: problem.violations.map(({ code, path: at }) => (at === undefined ? code : `${code} ${at}`)) };
};
const get = async <T>(path: string): Promise<T> => {
  const answer = await api.get<T>(path, { headers: { 'wait-for': token } });
  expect({ path, status: answer.status }).toEqual({ path, status: 200 });
  return answer.body;
};
const availability = (rep: string, query: string) => get<RepAvailability & { position: string }>(`/v1/reps/${rep}/availability?${query}`);

beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection, accessRequestProjection, organisationProjection]);
  await post('/v1/calendars', { document: OFFICE, reason: 'first' });
  await post('/v1/teams', { id: 'north', name: 'North' });
  await post('/v1/teams/north/calendar', { calendar: 'office' });
  for (const rep of ['ana', 'bo', 'cy']) {
    await post('/v1/reps', { id: rep, name: rep.toUpperCase() });
    await post(`/v1/reps/${rep}/teams`, { team: 'north', ...(rep === 'bo' && { role: 'senior', weight: 2 }) });
  }
  await post('/v1/teams/north/manager', { person: 'cy' });
});
afterAll(() => api.stop());

describe('people in time', () => {
  it('R2.2 a person works by the calendar of the team, holidays and weekends included', async () => {
    expect(await availability('ana', 'at=2030-04-18T10:00:00%2B02:00')).toMatchObject({
      available: true,
      because: 'working',
      until: '2030-04-18T11:00:00.000Z',
      calendar: 'office',
    });
    expect(await availability('ana', 'at=2030-04-19T10:00:00%2B02:00')).toMatchObject({
      available: false,
      because: 'outside-working-time',
      availableFrom: '2030-04-23T07:00:00.000Z',
    });
  });

  it('R2.1 away for four hours: the roster says so, and who covers', async () => {
    const { absenceId } = await post('/v1/reps/ana/absences', {
      kind: 'training',
      from: '2030-05-06T13:00:00+02:00',
      to: '2030-05-06T17:00:00+02:00',
      cover: 'bo',
    });
    const roster = await get<Roster>('/v1/teams/north/roster?at=2030-05-06T14:00:00%2B02:00');
    expect(roster).toMatchObject({ manager: 'cy', calendar: 'office' });
    expect(
      roster.members.map(({ rep, available, because, coveredBy, role, weight }) => [rep, available, because, coveredBy, role, weight]),
    ).toEqual([
      ['ana', false, 'absent', 'bo', null, 1],
      ['bo', true, 'working', null, 'senior', 2],
      ['cy', true, 'working', null, null, 1],
    ]);
    await post(`/v1/reps/ana/absences/${absenceId}/cancel`, {});
    expect(await availability('ana', 'at=2030-05-06T14:00:00%2B02:00')).toMatchObject({ available: true });
  });

  it('R2.1 what was known of an absence at an earlier position can be asked for ever', async () => {
    const before = await availability('bo', 'at=2030-07-03T10:00:00%2B02:00');
    const { absenceId } = await post('/v1/reps/bo/absences', { kind: 'holiday', from: '2030-07-01', to: '2030-07-12', cover: 'cy' });
    const announced = await availability('bo', 'at=2030-07-03T10:00:00%2B02:00');
    await post(`/v1/reps/bo/absences/${absenceId}`, { to: '2030-07-02', cover: null });
    const asOf = async (position: string) => (await availability('bo', `at=2030-07-03T10:00:00%2B02:00&position=${position}`)).because;
    expect(announced).toMatchObject({ because: 'absent', cover: 'cy', until: '2030-07-12T22:00:00.000Z' });
    expect([await asOf(before.position), await asOf(announced.position), await asOf(String(Number(announced.position) + 1))]).toEqual([
      'working',
      'absent',
      'working',
    ]);
    const lines = await get<{ items: object[] }>(`/v1/reps/bo/absences?position=${announced.position}`);
    expect(lines.items).toEqual([expect.objectContaining({ absenceId, to: '2030-07-12T22:00:00.000Z', cancelled: false })]);
  });

  it('an absence is refused with every reason at once', async () => {
    const { absenceId } = await post('/v1/reps/cy/absences', { kind: 'holiday', from: '2030-08-05', to: '2030-08-09' });
    expect(await refused('/v1/reps/zoe/absences', { kind: 'x', from: '2030-08-09', to: '2030-08-05', cover: 'cy' })).toEqual({
      status: 404,
      codes: ['ABSENCE.ENDS_BEFORE_START to', 'REP.NOT_FOUND rep'],
    });
    expect(await refused('/v1/reps/cy/absences', { kind: ' ', from: '2030-08-09', cover: 'cy' })).toEqual({
      status: 422,
      codes: ['ABSENCE.KIND kind', 'ABSENCE.OVERLAPS from', 'COVER.SELF cover'],
    });
    expect(await refused('/v1/reps/ana/absences', { kind: 'x', from: '2030-08-01', to: '2030-08-05', cover: 'cy' })).toEqual({
      status: 422,
      codes: ['COVER.ABSENT cover'],
    });
    expect(await refused('/v1/reps/ana/absences', { kind: 'x', from: '2030-02-30', to: 'soon', cover: 'zoe' })).toEqual({
      status: 422,
      codes: ['TIME.MALFORMED from', 'TIME.MALFORMED to'],
    });
    expect(await refused('/v1/reps/ana/absences', { kind: 'x', from: '2030-08-01', cover: 'zoe' })).toEqual({
      status: 422,
      codes: ['COVER.NOT_FOUND cover'],
    });
    expect((await refused('/v1/reps/cy/absences/nope', { to: '2030-08-10' })).status).toBe(404);
    await post(`/v1/reps/cy/absences/${absenceId}/cancel`, { reason: 'stays' });
    expect(await refused(`/v1/reps/cy/absences/${absenceId}`, { to: '2030-08-10' })).toMatchObject({ codes: ['ABSENCE.CANCELLED'] });
  });

  it('a rep tells of itself only, a manager of everybody', async () => {
    const body = { kind: 'sick', from: '2031-01-07', to: '2031-01-08' };
    const other = await api.post<Problem>('/v1/reps/ana/absences', body, { role: 'rep', rep: 'bo' });
    expect(other).toMatchObject({ status: 403, body: { code: 'ACCESS.NOT_ONESELF' } });
    expect((await api.post('/v1/reps/bo/absences', body, { role: 'rep', rep: 'bo' })).status).toBe(201);
  });

  it('on call outside working time, but not while away and not for a team one is not in', async () => {
    await post('/v1/teams', { id: 'south', name: 'South' });
    const { shiftId } = await post('/v1/reps/cy/on-call', {
      from: '2030-06-01T08:00:00+02:00',
      to: '2030-06-02T08:00:00+02:00',
      team: 'north',
    });
    expect(await availability('cy', 'at=2030-06-01T10:00:00%2B02:00')).toMatchObject({
      available: true,
      because: 'on-call',
      until: '2030-06-02T06:00:00.000Z',
    });
    expect(await refused('/v1/reps/cy/on-call', { from: '2030-06-02', to: '2030-06-02', team: 'south' })).toEqual({
      status: 422,
      codes: ['ON_CALL.OVERLAPS from', 'TEAM.NOT_A_MEMBER team'],
    });
    await post(`/v1/reps/cy/on-call/${shiftId}/cancel`, {});
    expect(await availability('cy', 'at=2030-06-01T10:00:00%2B02:00')).toMatchObject({ because: 'outside-working-time' });
  });

  it('capacity, leave and a calendar of one’s own hold from now on', async () => {
    await post('/v1/reps/cy/capacity', { holdingCap: 30 });
    await post('/v1/reps/cy/capacity', { intakeCap: 5 });
    await post('/v1/reps/cy/leave', { lastDay: '2030-09-30' });
    const at = (time: string) => availability('cy', `at=${time}`);
    expect(await at('2030-09-30T10:00:00Z')).toMatchObject({
      available: true,
      capacity: { holdingCap: 30, intakeCap: 5 },
      lastDay: '2030-09-30',
    });
    expect(await at('2030-10-01T10:00:00Z')).toMatchObject({ available: false, because: 'leave-announced', availableFrom: null });
    await post('/v1/reps/cy/leave/withdraw', {});
    expect(await at('2030-10-01T10:00:00Z')).toMatchObject({ available: true });
    await post('/v1/reps/cy/capacity', { holdingCap: null });
    expect(await at('2030-10-01T10:00:00Z')).toMatchObject({ capacity: { holdingCap: null, intakeCap: 5 } });
    expect(await refused('/v1/reps/cy/calendar', { calendar: 'none such' })).toEqual({
      status: 422,
      codes: ['CALENDAR.NOT_FOUND calendar'],
    });
    expect(await refused('/v1/reps/cy/leave', { lastDay: '2020-01-01' })).toEqual({ status: 422, codes: ['LEAVE.OVER lastDay'] });
    expect(await refused('/v1/reps/cy/teams/south', { weight: 2 })).toEqual({ status: 422, codes: ['TEAM.NOT_A_MEMBER team'] });
    expect(await refused('/v1/teams/east/calendar', { calendar: 'none such' })).toEqual({
      status: 404,
      codes: ['TEAM.NOT_FOUND', 'CALENDAR.NOT_FOUND calendar'],
    });
    expect(await refused('/v1/teams/north/manager', { person: 'nobody' })).toEqual({ status: 422, codes: ['MANAGER.NOT_FOUND person'] });
  });

  it('R2.2 a person in another zone works by a calendar of their own, and days of theirs begin there', async () => {
    const document = 'calendar: new-york\nzone: America/New_York\nweekly: [{ days: mon-fri, hours: 09:00-17:00 }]\n';
    await post('/v1/calendars', { document, reason: 'first' });
    await post('/v1/reps', { id: 'nia', name: 'Nia' });
    await post('/v1/reps/nia/teams', { team: 'north' });
    await post('/v1/reps/nia/calendar', { calendar: 'new-york' });
    expect(await availability('nia', 'at=2030-05-08T20:00:00%2B02:00')).toMatchObject({ available: true, calendar: 'new-york' });
    expect(await availability('nia', 'at=2030-05-08T10:00:00%2B02:00')).toMatchObject({ availableFrom: '2030-05-08T13:00:00.000Z' });
    await post('/v1/reps/nia/absences', { kind: 'holiday', from: '2030-05-09', to: '2030-05-09' });
    expect(await availability('nia', 'at=2030-05-10T03:59:00Z')).toMatchObject({ because: 'absent', until: '2030-05-10T04:00:00.000Z' });
    await post('/v1/reps/nia/calendar', { calendar: null });
    expect(await availability('nia', 'at=2030-05-08T10:00:00%2B02:00')).toMatchObject({ available: true, calendar: 'office' });
  });

  it('without any calendar every hour is as good as another', async () => {
    await post('/v1/reps', { id: 'di', name: 'Di' });
    expect(await availability('di', 'at=2030-06-02T03:00:00Z')).toMatchObject({ available: true, because: 'no-calendar', team: null });
    expect(await availability('di', 'at=1999-01-01T00:00:00Z')).toMatchObject({ available: false, because: 'not-joined' });
    expect((await api.get('/v1/reps/zoe/availability')).status).toBe(404);
  });
});

describe('the queue of a cover', () => {
  interface QueueRow {
    readonly lead: string;
    readonly because: string;
    readonly coverFor: string | null;
  }
  const queueOf = async (rep: string, query = '') => (await get<{ items: QueueRow[] }>(`/v1/reps/${rep}/queue${query}`)).items;

  it('R1.15 holds the due work of the absent owner for four hours or two weeks; the owner stays, who acted is credited', async () => {
    for (const rep of ['eve', 'fay', 'gus']) await post('/v1/reps', { id: rep, name: rep.toUpperCase() });
    const inquiry = await api.post<{ leadId: string; token: string }>('/v1/inquiries', {
      source: 'web',
      channel: 'search',
      externalId: 'cover',
    });
    const { leadId } = inquiry.body;
    await post(`/v1/leads/${leadId}/assign`, { to: { kind: 'person', id: 'eve' } });
    await post(`/v1/leads/${leadId}/next-actions`, { action: 'send the offer', dueAt: '2020-01-01T09:00:00Z' });
    const [start, end] = [-3_600_000, 14 * 86_400_000].map((span) => new Date(Date.now() + span).toISOString());

    const { absenceId } = await post('/v1/reps/eve/absences', { kind: 'holiday', from: start, to: end, cover: 'fay' });
    expect(await queueOf('fay')).toEqual([
      expect.objectContaining({
        lead: leadId,
        coverFor: 'eve',
        because: expect.stringContaining(`Cover for EVE until ${end}: Next action`),
      }),
    ]);
    expect(await queueOf('eve')).toEqual([expect.objectContaining({ lead: leadId, coverFor: null })]);

    const soon = new Date(Date.now() + 4 * 3_600_000).toISOString();
    await post('/v1/reps/fay/absences', { kind: 'training', from: start, to: soon, cover: 'gus' });
    expect(await queueOf('fay')).toEqual([]);
    expect(await queueOf('gus')).toEqual([expect.objectContaining({ lead: leadId, coverFor: 'eve' })]);

    await post('/v1/settings/visibility', { mode: 'own', reason: 'R1.5' });
    const call = { type: 'call', direction: 'outbound' };
    const other = await api.post<Problem>(`/v1/leads/${leadId}/follow-ups`, call, { role: 'rep', as: 'fay', rep: 'fay' });
    expect(other).toMatchObject({ status: 403, body: { code: 'LEAD.NOT_OWNER' } });
    const asGus = { role: 'rep' as const, as: 'gus', rep: 'gus', headers: { 'wait-for': token } };
    expect(await api.get(`/v1/reps/gus/queue`, asGus)).toMatchObject({ status: 200, body: { items: [{ lead: leadId, coverFor: 'eve' }] } });
    const acted = await api.post<Accepted>(`/v1/leads/${leadId}/follow-ups`, call, { role: 'rep', as: 'gus', rep: 'gus' });
    expect(acted.status).toBeLessThan(300);
    token = acted.body.token;
    expect(await get(`/v1/leads/${leadId}`)).toMatchObject({ owner: 'eve', lastFollowUp: { by: 'gus' } });
    expect(await get(`/v1/ownership?lead=${leadId}`)).toMatchObject({ owner: 'eve' });

    const { position } = await availability('eve', '');
    await post(`/v1/reps/eve/absences/${absenceId}/cancel`, {});
    expect(await queueOf('gus')).toEqual([]);
    expect(await queueOf('gus', `?position=${position}`)).toEqual([expect.objectContaining({ lead: leadId, coverFor: 'eve' })]);
  });
});

describe('calendars', () => {
  it('R2.2 working time and due times are answered by the version in force', async () => {
    expect(await get('/v1/calendars/office/working-time?from=2026-04-02T17:00:00%2B02:00&to=2026-04-07T10:00:00%2B02:00')).toMatchObject({
      seconds: 7200,
    });
    expect(await get('/v1/calendars/office/due?from=2026-04-02T16:30:00%2B02:00&seconds=14400')).toMatchObject({
      due: '2026-04-07T09:30:00.000Z',
    });
    expect((await api.get('/v1/calendars/none')).status).toBe(404);
    expect((await api.get('/v1/calendars/office/due?from=2026-04-02T16:30:00%2B02:00&seconds=-1')).status).toBe(400);
  });

  it('R5.12 a forgotten holiday changes what is known now, and leaves the official record as it was', async () => {
    const day = 'from=2026-05-04T00:00:00%2B02:00&to=2026-05-05T00:00:00%2B02:00';
    const { position } = await availability('ana', '');
    const corrected = `effectiveFrom: 2026-05-01\n${OFFICE}exceptions:\n  - { date: 2026-05-04, name: Works outing }\n`;
    expect(await post('/v1/calendars', { document: corrected, reason: 'forgotten' })).toMatchObject({ version: 2 });
    expect(await get(`/v1/calendars/office/working-time?${day}`)).toMatchObject({ seconds: 0 });
    expect(await get(`/v1/calendars/office/working-time?${day}&position=${position}`)).toMatchObject({ seconds: 28_800 });
    expect(await get('/v1/calendars/office?at=2026-04-30T00:00:00Z')).toMatchObject({ version: 1, until: '2026-04-30T22:00:00.000Z' });
    expect(await get('/v1/calendars/office')).toMatchObject({ version: 2, since: '2026-04-30T22:00:00.000Z', reason: 'forgotten' });
    expect(await post('/v1/calendars', { document: corrected, reason: 'again' })).toMatchObject({ version: 2, events: [] });
  });

  it('a document that does not hold is refused with every problem and its place, and says why it changes', async () => {
    const document =
      'calendar: bad\nzone: Nowhere\nweekly:\n  - { days: mon, hours: [09:00-13:00, 12:00-14:00] }\nholidays:\n  - { feed: x.ics, years: 2026 }\n';
    expect(await refused('/v1/calendars', { document })).toEqual({
      status: 422,
      codes: ['CALENDAR.ZONE 2:7', 'CALENDAR.HOURS_OVERLAP 4:5', 'CALENDAR.REASON reason'],
    });
    expect(
      await refused('/v1/calendars', { document: document.replace('Nowhere', 'UTC'), reason: 'x', feeds: { 'x.ics': '<html>' } }),
    ).toEqual({
      status: 422,
      codes: ['CALENDAR.HOURS_OVERLAP 4:5', 'CALENDAR.FEED_BROKEN 6:5'],
    });
    const checked = await api.post<{ problems: object[]; days: object[] }>('/v1/calendars/check', { document: OFFICE });
    expect(checked).toMatchObject({ status: 200, body: { problems: [] } });
    expect(checked.body.days.length).toBeGreaterThan(40);
  });
});
