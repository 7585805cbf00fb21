import { type CalendarDocument } from '#libs/calendar';
import { berlin, newYork } from '../../../calendar/src/working-time/worked-examples.fixture.js';
import { referenceReport } from '../reference/reference-report.features.js';
import { History, person, pool } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { ownerOnTwoClocks } from '../testing/worked-story.features.js';
import { type PublishedDefinition } from './report-context.js';

const ever = { from: '2024-01-01', to: '2027-12-31' };
const reporters: Reporter[] = [];
const over = async (history: History): Promise<Reporter> => {
  const reporter = await Reporter.over(history);
  reporters.push(reporter);
  return reporter;
};
afterEach(() => reporters.splice(0).forEach((reporter) => reporter.close()));

/** Runs a definition and holds it against the reference fold. */
async function rowsOf(reporter: Reporter, of: PublishedDefinition, by: string[] = []): Promise<Record<string, unknown>[]> {
  const { rows } = await reporter.run(of, { ...ever, by });
  const reference = referenceReport(reporter.history.events, await reporter.context(of, { ...ever, by }));
  expect(rows).toEqual(reference.rows);
  return rows as Record<string, unknown>[];
}

const publish = (history: History, id: string, document: CalendarDocument, version = 1, effectiveFrom: string | null = null): void => {
  const { zone, weekly, exceptions } = document;
  history.add(
    `calendar-${id}`,
    {
      type: 'calendar.published',
      data: {
        calendarId: id,
        version,
        name: id,
        zone,
        weekly: weekly.map(({ days, hours }) => ({ days: [...days], hours: hours.map(([from, to]): [string, string] => [from, to]) })),
        exceptions: exceptions.map(({ date, name, hours }) => ({
          date,
          name: name ?? null,
          hours: hours.map(([from, to]): [string, string] => [from, to]),
        })),
        effectiveFrom,
        sources: [],
        document: '',
        documentHash: '',
        reason: 'test',
      },
    },
    { knownAt: '2024-01-01T00:00:00Z' },
  );
};
const roundTheClock: CalendarDocument = {
  zone: 'Europe/Berlin',
  weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], hours: [['00:00', '24:00']] }],
  exceptions: [],
};
const working = (calendar: string): PublishedDefinition =>
  compiled(
    `definition: d\ntitle: T\nentity: deal\ndate: opened\ndurations:\n  open: { from: opened, to: closed, calendar: ${calendar} }\nmeasure: { sum: open, unit: seconds }\n`,
  );
const dealOver = (history: History, lead: string, from: string, to: string): void => {
  history.inquiry(lead, { first: true }, { occurredAt: from, knownAt: '2027-06-01T00:00:00Z' });
  history.add(
    `lead-${lead}`,
    { type: 'lead.won', data: { value: null, reason: null } },
    { occurredAt: to, knownAt: '2027-06-01T00:00:00Z' },
  );
};

describe('worked examples: working time', () => {
  it.each([
    ['berlin', '2026-03-27T17:30+01:00', '2026-03-30T09:30+02:00', 3_600],
    ['berlin', '2026-04-02T17:00+02:00', '2026-04-07T10:00+02:00', 7_200],
    ['berlin', '2026-04-04T23:59+02:00', '2026-04-07T09:00:01+02:00', 1],
    ['berlin', '2026-04-08T12:30+02:00', '2026-04-08T14:30+02:00', 3_600],
    ['berlin', '2026-12-23T17:00+01:00', '2026-12-28T09:10+01:00', 15_000],
    ['berlin', '2024-11-22T10:00+01:00', '2026-11-20T10:00+01:00', 14_889_600],
    ['clock', '2026-03-28T12:00+01:00', '2026-03-29T12:00+02:00', 82_800],
    ['clock', '2026-10-24T12:00+02:00', '2026-10-25T12:00+01:00', 90_000],
    ['new-york', '2026-11-25T20:00+01:00', '2026-11-27T16:00+01:00', 14_400],
    ['berlin', '2026-03-30T09:30+02:00', '2026-03-27T17:30+01:00', -3_600],
  ])('%s from %s to %s: %d seconds', async (calendar, from, to, seconds) => {
    const history = new History();
    publish(history, 'berlin', berlin);
    publish(history, 'clock', roundTheClock);
    publish(history, 'new-york', newYork);
    dealOver(history, 'a', from, to);
    expect(await rowsOf(await over(history), working(calendar))).toMatchObject([{ value: seconds, count: 1 }]);
  });

  it('R5.12 takes each version of a calendar at its time and as known, and names them in the receipt', async () => {
    const history = new History();
    publish(history, 'berlin', berlin);
    dealOver(history, 'a', '2026-03-02T08:00:00Z', '2026-03-03T17:00:00Z');
    const before = history.events.length;
    publish(history, 'berlin', { ...berlin, exceptions: [{ date: '2026-03-03', hours: [] }] }, 2, '2026-03-03T00:00:00.000Z');
    const reporter = await over(history);
    const now = await reporter.run(working('berlin'), ever);
    const then = await reporter.run(working('berlin'), { ...ever, position: before });
    expect([now.total, then.total]).toEqual([8 * 3_600, 16 * 3_600]);
    const versions = (report: typeof now): unknown =>
      report.receipt.uses.calendars?.map(({ id, versions: used }) => [id, used.map(({ version }) => version)]);
    expect([versions(now), versions(then)]).toEqual([[['berlin', [1, 2]]], [['berlin', [1]]]]);
    await expect(reporter.run(working('berln'), ever)).rejects.toMatchObject({
      status: 422,
      message: expect.stringMatching(/did you mean berlin/) as string,
    });
  });

  it('firstResponseTime: from the capture to the first outbound follow-up by a person, in working time', async () => {
    const history = new History();
    publish(history, 'berlin', berlin);
    history.inquiry('a', { first: true }, { knownAt: '2026-03-27T16:30:00Z' });
    for (const [index, automatic] of [true, false].entries())
      history.add(
        'lead-a',
        {
          type: 'lead.follow-up-recorded',
          data: { followUpId: `f${index}`, type: 'email', direction: 'outbound', outcome: null, automatic, by: 'Ana', sealedNote: null },
        },
        { knownAt: `2026-03-${index === 0 ? '27T16:30:01' : '30T07:30:00'}Z` },
      );
    const speed = compiled(`
definition: first_response_time
title: T
entity: lead
date: captured
related:
  answer: { entity: follow_up, where: '!automatic && direction == "outbound"' }
durations:
  response: { from: captured, to: answer, calendar: berlin }
measures: { median: { median: response, unit: hours }, in_time: { ratio: { of: response <= hours(1) } } }
dimensions:
  speed: { of: response, unit: minutes, buckets: [0, 5, 60, 120] }
`);
    expect(await rowsOf(await over(history), speed, ['speed'])).toMatchObject([
      { speed: '60 to under 120 minutes', value: 1, measures: { in_time: { value: 1 } } },
    ]);
  });
});

describe('a condition on rows of the same lead', () => {
  it('R3.1 reads each attribute by its own name, also where names differ in a hyphen or a capital alone', async () => {
    const history = new History();
    const attributes = { 'plan-size': 9, plan_size: 1, Region: 'west', region: 'east', 'a.b': 1, a_b: 2 };
    history.inquiry('a', { first: true, attributes }, { knownAt: '2026-03-02T10:00:00Z' });
    history.inquiry('a', { first: false, attributes }, { knownAt: '2026-03-03T10:00:00Z' });
    const found = async (where: string) => {
      const document = `definition: d\ntitle: T\nentity: inquiry\nrelated:\n  next: { entity: inquiry, where: '${where}' }\nmeasure: { count: next.found }\n`;
      return (await rowsOf(await over(history), compiled(document)))[0]!['value'];
    };
    expect(await found('attributes["plan-size"] == 9 && attributes.plan_size == 1')).toBe(1);
    expect(await found('attributes.Region == "west" && attributes.region == "east"')).toBe(1);
    expect(await found('this.attributes["a.b"] == 1 && this.attributes.a_b == 2 && attributes.a_b == 2')).toBe(1);
  });
});

describe('whose a row is', () => {
  it.each([
    ['at_event', 'now', 'Bo'],
    ['at_event', 'then', 'Ana'],
    ['at_assignment', 'now', 'Ana'],
    ['at_assignment', 'then', 'Ana'],
    ['today', 'now', 'Di'],
    ['today', 'then', 'Ana'],
  ])('R5.1 the follow-up of 3 March, credited %s as known %s, counts for %s', async (owner, known, expected) => {
    const reporter = await over(ownerOnTwoClocks('Di'));
    const definition = `definition: d\ntitle: T\nentity: follow_up\ncredit: { owner: ${owner}, known: ${known} }\nmeasure: count\n`;
    expect(await rowsOf(reporter, compiled(definition), ['owner'])).toEqual([{ owner: expected, value: 1, count: 1 }]);
  });
});

describe('facts derived of a lead', () => {
  const given = (history: History, type: 'lead.assigned' | 'lead.released', to: string | null, minute: number): void => {
    const holder = to === null ? pool('North') : person(to);
    history.add(
      'lead-a',
      { type, data: { to: holder, team: null, previous: pool('intake'), reason: null } },
      { knownAt: `2026-03-02T10:${String(minute).padStart(2, '0')}:00Z` },
    );
  };

  it('T12 first, latest and n-th assignment are separate; owners, hand-overs and returns are counted', async () => {
    const history = new History();
    history.inquiry('a', { first: true }, { knownAt: '2026-03-02T10:00:00Z' });
    for (const [minute, to] of ['Ana', 'Bo', null, 'Ana', 'Cy'].entries())
      given(history, to === null ? 'lead.released' : 'lead.assigned', to, minute + 1);
    const assignments = compiled(`
definition: d
title: T
entity: lead
date: captured
related:
  first: { entity: assignment, when: ever }
  second: { entity: assignment, when: ever, pick: 2 }
  latest: { entity: assignment, when: ever, pick: last }
  ninth: { entity: assignment, when: ever, pick: 9 }
durations:
  first_to_latest: { from: first, to: latest }
measures:
  minutes: { sum: first_to_latest, unit: minutes }
  owners: { sum: owners }
  hand_overs: { sum: hand_overs }
  returns: { sum: returns }
  ninth: { ratio: { of: ninth.found } }
dimensions:
  hands: { of: hand_overs, buckets: [0, 1, 3, 7] }
`);
    expect(await rowsOf(await over(history), assignments, ['first.owner', 'second.owner', 'latest.owner', 'hands'])).toMatchObject([
      {
        'first.owner': 'Ana',
        'second.owner': 'Bo',
        'latest.owner': 'Cy',
        hands: '3 to 6',
        value: 4,
        measures: { owners: { value: 3 }, hand_overs: { value: 3 }, returns: { value: 1 }, ninth: { value: 0 } },
      },
    ]);
  });

  it('shows ranges from the lowest up, and what is unknown last', async () => {
    const history = new History();
    for (const [index, days] of [400, 12, 2, 1, -1].entries()) {
      const from = Date.UTC(2026, 2, 1);
      dealOver(history, `l${index}`, new Date(from).toISOString(), new Date(from + days * 86_400_000).toISOString());
    }
    history.inquiry('open', { first: true }, { knownAt: '2027-07-01T00:00:00Z' });
    const ranges = compiled(
      'definition: d\ntitle: T\nentity: deal\ndate: opened\nmeasure: count\ndimensions:\n  took: { of: cycle, unit: days, buckets: [0, 2, 10, 100] }\nby: [took]\n',
    );
    expect((await rowsOf(await over(history), ranges, ['took'])).map(({ took }) => took)).toEqual([
      'under 0 days',
      '0 to under 2 days',
      '2 to under 10 days',
      '10 to under 100 days',
      '100 days or more',
      null,
    ]);
  });

  it('R0.17 a win is credited to the first, the last, or the original inquiry of the person', async () => {
    const history = new History();
    const at = (day: number): { knownAt: string } => ({ knownAt: `2026-03-0${day}T10:00:00Z` });
    history.inquiry('old', { first: true, person: 'p', channel: 'search' }, at(1));
    history.inquiry('a', { first: true, person: 'p', channel: 'web' }, at(2));
    history.inquiry('a', { first: false, person: 'p', channel: 'mail' }, at(3));
    history.add('lead-a', { type: 'lead.won', data: { value: null, reason: null } }, at(4));
    history.inquiry('a', { first: false, person: 'p', channel: 'phone' }, at(5));
    const wins = compiled(`
definition: d
title: T
entity: deal
date: closed
related:
  last_before: { entity: inquiry, when: before, pick: last }
measure: count
`);
    const by = ['channel', 'last_inquiry.channel', 'original_inquiry.channel', 'last_before.channel'];
    expect(await rowsOf(await over(history), wins, by)).toEqual([
      {
        channel: 'web',
        'last_inquiry.channel': 'phone',
        'original_inquiry.channel': 'search',
        'last_before.channel': 'mail',
        value: 1,
        count: 1,
      },
    ]);
  });
});
