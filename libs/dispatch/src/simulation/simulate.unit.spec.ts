import fc from 'fast-check';
import { StreamHistory } from '#libs/testing';
import { compileAssignment } from '../assignment-policy/compile-assignment.js';
import { type AssignmentSpec } from '../assignment-policy/assignment-spec.js';
import { type SimulatedDecision, simulate } from './simulate.js';
import { type PastInquiry, type SimulationInput } from './simulation-input.js';
import { SimulationSummary } from './summarise-simulation.js';

const DAY = 86_400_000;
const at = (day: number, hour = 10): number => Date.UTC(2026, 2, day, hour);
const iso = (ms: number): string => new Date(ms).toISOString();

const policy = (strategy: string, more = ''): AssignmentSpec =>
  compileAssignment(`
policy: inbound
kind: assignment
owner: mia
reviewBy: 2026-09-01
team: inbound
bypasses: [{ name: known, kind: repeat, countsInFairness: false }]
entries:
  - name: all
    ${strategy}
unavailable: { sources: [absence], graceMinutes: 0, fallback: [manager], returns: false }
outsideHours: assign-now
otherChannels: { whileAbsent: cover }
fairness: { measure: count, windowDays: 28, tolerance: 2 }
fallback: { to: { pool: intake }, alert: team-manager }
${more}`)!;

/** A team of reps, each with what is said of it beside. */
function organisation(reps: Readonly<Record<string, (history: StreamHistory) => StreamHistory>>) {
  const long = { knownAt: '2026-01-01T00:00:00Z' };
  const team = new StreamHistory('team-inbound')
    .add('team.created', { teamId: 'inbound', name: 'Inbound', attributes: {} }, long)
    .add('team.manager-named', { person: 'mia' });
  const people = Object.entries(reps).map(([rep, more]) =>
    more(
      new StreamHistory(`rep-${rep}`)
        .add('rep.joined', { repId: rep, name: rep, attributes: {} }, long)
        .add('rep.team-joined', { team: 'inbound' }),
    ),
  );
  const mia = new StreamHistory('rep-mia').add('rep.joined', { repId: 'mia', name: 'Mia', attributes: {} }, long);
  return [team, ...people, mia]
    .flatMap((history) => history.positioned())
    .sort((a, b) => (a.metadata.knownAt < b.metadata.knownAt ? -1 : a.metadata.knownAt > b.metadata.knownAt ? 1 : 0));
}

const as = (history: StreamHistory): StreamHistory => history;

function inquiry(
  n: number,
  when: number,
  more: Partial<Omit<PastInquiry, 'actual'>> & { actual?: Partial<PastInquiry['actual']> } = {},
): PastInquiry {
  const { actual, ...said } = more;
  return {
    leadId: `lead ${n}`,
    inquiryId: `inquiry ${n}`,
    position: n,
    at: when,
    knownAt: when,
    pool: 'intake',
    personId: null,
    source: 'google-ads',
    channel: 'search',
    medium: null,
    campaign: null,
    attributes: {},
    ...said,
    actual: { owner: null, ownedAt: null, releasedAt: null, invalid: false, ...actual },
  };
}

const input = (spec: AssignmentSpec, inquiries: readonly PastInquiry[], more: Partial<SimulationInput> = {}): SimulationInput => ({
  spec,
  specReading: () => spec,
  documentHash: 'hash',
  from: at(1, 0),
  to: at(30, 0),
  position: 1_000,
  inquiries,
  holdings: [],
  closings: [],
  organisation: organisation({ ana: as, bo: as }),
  asKnownThen: false,
  ...more,
});

function run(given: SimulationInput) {
  const decisions: SimulatedDecision[] = [];
  const summary = new SimulationSummary(given.spec);
  const running = simulate(given);
  for (;;) {
    const next = running.next();
    if (next.done) return { decisions, result: summary.result(given, { knownAt: null, ...next.value }) };
    decisions.push(next.value);
    summary.add(next.value);
  }
}

const chosen = ({ decisions }: ReturnType<typeof run>): (string | null)[] =>
  decisions.map(({ decision }) => (decision.chosen && 'id' in decision.chosen ? decision.chosen.id : null));
const many = (count: number): PastInquiry[] => Array.from({ length: count }, (_, n) => inquiry(n, at(2) + n * 60_000));

describe('a simulation', () => {
  it('R2.10 T6 of the same past gives the same decisions and the same result, byte for byte', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            hour: fc.integer({ min: 0, max: 200 }),
            person: fc.integer({ min: 0, max: 5 }),
            held: fc.integer({ min: 0, max: 50 }),
          }),
          { maxLength: 40 },
        ),
        fc.constantFrom(
          'strategy: round-robin',
          'strategy: least-loaded',
          'strategy: longest-waiting',
          'strategy: weighted\n    weights: { ana: 3, bo: 1 }',
        ),
        (said, strategy) => {
          const inquiries = said
            .map(({ hour, person, held }, n) => {
              const when = at(2) + hour * 3_600_000;
              return inquiry(n, when, {
                personId: `person ${person}`,
                actual: { owner: 'bo', ownedAt: when, releasedAt: when + held * 3_600_000 },
              });
            })
            .sort((a, b) => a.at - b.at || a.position - b.position);
          const given = input(policy(strategy), inquiries);
          expect(JSON.stringify(run(given))).toBe(JSON.stringify(run(given)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('R5.5 uses the absences and capacities of the time', () => {
    const away = { absenceId: 'a', kind: 'vacation', from: iso(at(2, 12)), to: iso(at(2, 13)), cover: null };
    const given = input(policy('strategy: round-robin'), [inquiry(1, at(2, 11)), inquiry(2, at(2, 12)), inquiry(3, at(2, 14))], {
      organisation: organisation({ ana: (rep) => rep.add('rep.absence-announced', { ...away, note: null }), bo: as }),
    });
    const told = run(given);
    expect(chosen(told)).toEqual(['ana', 'bo', 'ana']);
    expect(told.result.exclusions).toEqual({ absent: 1 });
  });

  it('R5.5 where asked knows only what was recorded by the instant of each decision', () => {
    const late = (rep: StreamHistory) =>
      rep.add(
        'rep.absence-announced',
        { absenceId: 'a', kind: 'sick', from: iso(at(2, 0)), to: iso(at(4, 0)), cover: null, note: null },
        { knownAt: iso(at(3, 0)) },
      );
    const inquiries = [inquiry(1, at(2)), inquiry(2, at(3))];
    const given = input(policy('strategy: longest-waiting'), inquiries, { organisation: organisation({ ana: late, mo: late }) });
    expect(chosen(run(given))).toEqual(['mia', 'mia']);
    expect(chosen(run({ ...given, asKnownThen: true }))).toEqual([expect.stringMatching(/ana|mo/), 'mia']);
  });

  it('R2.1 everybody away ends with the manager or the fallback, with an alert, never in silence', () => {
    const gone = (rep: StreamHistory) =>
      rep.add('rep.absence-announced', { absenceId: 'a', kind: 'sick', from: iso(at(1)), to: null, cover: null, note: null });
    const { decisions, result } = run(input(policy('strategy: round-robin'), many(3), { organisation: organisation({ ana: gone }) }));
    expect(decisions.map(({ decision }) => [decision.chosen, decision.alert !== null])).toEqual(
      Array(3).fill([{ kind: 'person', id: 'mia' }, true]),
    );
    expect(result).toMatchObject({ fallbacks: { manager: 3 }, alerts: 3 });
  });

  it('T7 counts as load what is still open of what it gave, and lets it go when the lead was really closed', () => {
    const spec = policy('strategy: least-loaded');
    const closed = (n: number, when: number, until: number | null) => inquiry(n, when, { actual: { releasedAt: until } });
    const capped = (rep: StreamHistory) => rep.add('rep.capacity-set', { holdingCap: 1, intakeCap: null });
    const inquiries = [closed(1, at(2), at(5)), closed(2, at(3), null), closed(3, at(4), null), closed(4, at(6), null)];
    const { decisions, result } = run(input(spec, inquiries, { organisation: organisation({ ana: capped }) }));
    expect(decisions.map(({ decision }) => decision.chosen && 'id' in decision.chosen && decision.chosen.id)).toEqual([
      'ana',
      'mia',
      'mia',
      'ana',
    ]);
    expect(result.exclusions).toEqual({ 'at-holding-cap': 2 });
    expect(result.load.find(({ rep }) => rep === 'ana')).toMatchObject({ assigned: 2, peak: 1 });
  });

  it('T7 leads that arrived before the period are with whom they really were', () => {
    const holdings = [{ leadId: 'old', personIds: ['kim'], rep: 'ana', from: -Infinity, to: at(4) }];
    const inquiries = [inquiry(1, at(2), { actual: { releasedAt: at(3, 0) } }), inquiry(2, at(3), { personId: 'kim' }), inquiry(3, at(5))];
    const told = run(input(policy('strategy: least-loaded'), inquiries, { holdings }));
    expect(chosen(told).slice(0, 2)).toEqual(['bo', 'ana']);
    expect(told.result.rules).toMatchObject({ 'bypass known': 1, 'entry all': 2 });
  });

  it('R2.4 a person who writes again goes to whom the simulation gave the first lead', () => {
    const inquiries = [inquiry(1, at(2), { personId: 'kim' }), inquiry(2, at(3)), inquiry(3, at(4), { personId: 'kim' })];
    const [first, , third] = chosen(run(input(policy('strategy: round-robin'), inquiries)));
    expect(third).toBe(first);
  });

  it('R2.9 R5.5 says how many would have ended up with another, of those that somebody had', () => {
    const given = [
      inquiry(1, at(2), { actual: { owner: 'ana', ownedAt: at(2) } }),
      inquiry(2, at(3), { actual: { owner: 'ana', ownedAt: at(4) } }),
      inquiry(3, at(5)),
    ];
    const { result } = run(input(policy('strategy: round-robin'), given));
    expect(result.expectedOverrides).toEqual({ compared: 2, differ: 1, share: 0.5 });
    expect(result.speed.actual).toEqual({ count: 2, medianMs: 0, p90Ms: DAY, maxMs: DAY });
    expect(result.speed.simulated.maxMs).toBe(0);
  });

  it('T5 thirty reps and thirty leads a day stay level', () => {
    const reps = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`rep ${String(n).padStart(2, '0')}`, as]));
    const inquiries = Array.from({ length: 900 }, (_, n) => inquiry(n, at(1, 0) + Math.floor(n / 30) * (DAY - 60_000) + (n % 30)));
    const { result } = run(input(policy('strategy: round-robin'), inquiries, { organisation: organisation(reps) }));
    expect(new Set(result.load.map(({ assigned }) => assigned))).toEqual(new Set([30]));
    expect(result.fairness).toEqual({ measure: 'count', tolerance: 2, deviation: 0, breaches: [] });
  });

  it('R2.5 shows ten good against ten spam as fair by count and unfair by valid count', () => {
    const inquiries = many(20).map((each, n) => ({ ...each, actual: { ...each.actual, invalid: n % 2 === 1 } }));
    const valid = {
      ...policy('strategy: round-robin'),
      fairness: { ...policy('strategy: round-robin').fairness, measure: 'valid_count' as const },
    };
    expect(run(input(policy('strategy: round-robin'), inquiries)).result.fairness).toMatchObject({ deviation: 0, breaches: [] });
    expect(run(input(valid, inquiries)).result).toMatchObject({
      load: [
        { rep: 'ana', assigned: 10, deviation: 5 },
        { rep: 'bo', assigned: 10, deviation: -5 },
      ],
      fairness: { deviation: 5, breaches: ['ana', 'bo'] },
    });
  });

  it('R2.19 a company above 50 people asking about servers goes to the senior with the best win rate in servers, as it was at the time', () => {
    const spec = policy(
      'when: size > 50.0 && topic == "servers"\n    among: { where: rep.role == "senior" }\n    strategy: best-fit\n    fit: rep.serverWins',
      'figures: { serverWins: { of: win-rate, having: { attribute: topic, value: servers } } }',
    );
    const senior = (rep: StreamHistory) => rep.add('rep.membership-changed', { team: 'inbound', role: 'senior', weight: 1 });
    const attributes = { topic: 'servers', size: 80 };
    const closing = (rep: string, when: number, won: boolean) => ({ rep, at: when, won, attributes });
    const given = input(
      spec,
      [
        inquiry(1, at(4), { attributes }),
        inquiry(2, at(8), { attributes }),
        inquiry(3, at(9), { attributes: { topic: 'servers', size: 8 } }),
      ],
      {
        organisation: organisation({ ana: senior, bo: senior, cy: as }),
        closings: [
          closing('ana', at(2), true),
          closing('bo', at(2), false),
          closing('ana', at(6), false),
          closing('bo', at(6), true),
          closing('bo', at(7), true),
        ],
      },
    );
    const told = run(given);
    expect(chosen(told)).toEqual(['ana', 'bo', 'mia']);
    expect(told.decisions[0]!.decision.candidates.find(({ rep }) => rep === 'cy')?.excluded?.code).toBe('does-not-match');
    expect(JSON.stringify(run(given))).toBe(JSON.stringify(told));
  });

  it('R2.2 holds what arrives outside working time until the next opening, and says how long that is', () => {
    const spec = { ...policy('strategy: round-robin'), outsideHours: 'hold-until-open' as const };
    const calendar = new StreamHistory('calendar-berlin').add('calendar.published', {
      calendarId: 'berlin',
      version: 1,
      name: 'Berlin',
      zone: 'Europe/Berlin',
      weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], hours: [['09:00', '18:00']] }],
      exceptions: [{ date: '2026-04-06', name: 'Easter Monday', hours: [] }],
      effectiveFrom: null,
      sources: [],
      document: '',
      documentHash: '',
      reason: 'first',
    });
    const team = new StreamHistory('team-inbound')
      .add('team.created', { teamId: 'inbound', name: 'Inbound', attributes: {} })
      .add('team.calendar-set', { calendar: 'berlin' });
    const world = [
      ...calendar.positioned(),
      ...team.positioned(),
      ...organisation({ ana: as }).filter(({ stream }) => stream !== 'team-inbound'),
    ];
    const saturday = Date.parse('2026-04-04T23:59:00+02:00');
    const told = run(input(spec, [inquiry(1, saturday)], { organisation: world, to: at(40) }));
    expect(told.decisions.map(({ decision, held }) => [decision.decidedAt.at, held])).toEqual([['2026-04-07T07:00:00.000Z', 1]]);
    expect(told.result).toMatchObject({ held: 1, speed: { simulated: { maxMs: Date.parse('2026-04-07T07:00:00Z') - saturday } } });
  });

  it('R2.12 names the rules that never decided', () => {
    const { result } = run(input(policy('strategy: round-robin'), many(2)));
    expect(result.neverMatched).toEqual(['bypass known']);
  });
});
