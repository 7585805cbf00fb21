import { peopleReader } from '#libs/dispatch';
import { parsePolicy, type PolicyKind } from '#libs/governance';
import { slaKind } from './sla.kind.js';
import { type SlaSpec } from './sla-spec.js';

const kind = slaKind({ people: peopleReader({ readStream: async function* () {} } as never) });
const policy = (tests: string, calendar = 'holder'): string => `policy: response
kind: sla
owner: mia
reviewBy: 2027-01-01
calendar: ${calendar}
clocks:
  - { name: first, when: channel == "search", starts: captured, stops: outbound, within: 4 hours, escalate: [owner] }
  - { name: taken, starts: captured, stops: assigned, within: 1 hour, escalate: [team-manager] }
tests:
${tests}`;
const results = async (tests: string, calendar?: string) => {
  const { spec, problems } = parsePolicy(policy(tests, calendar), [kind as PolicyKind]);
  expect(problems).toEqual([]);
  return (await kind.test(spec as SlaSpec)).map(({ passed, difference }) => (passed ? 'passed' : difference));
};
const CASE = `  - name: one
    hours: { zone: Europe/Berlin, from: "09:00", to: "17:00", holidays: [2026-04-06] }
    inquiry: { channel: search }
    happens:
      - captured: 2026-04-04T23:59:00+02:00
      - assigned: 2026-04-07T09:30:00+02:00
      - automatic-reply: 2026-04-07T10:00:00+02:00
      - outbound: 2026-04-07T13:30:00+02:00
    expect:
`;

describe('test cases of an SLA policy', () => {
  it('R4.9 run on the clocks that run live: working time, Easter, what stops which clock', async () => {
    const expected = `      first: { due: 2026-04-07T13:00:00+02:00, answered: late }
      taken: { due: 2026-04-07T10:00:00+02:00, answered: in-time }
`;
    expect(await results(CASE + expected)).toEqual(['passed']);
    expect(await results(CASE.replace('channel: search', 'channel: phone') + '      first: never\n')).toEqual(['passed']);
    expect(await results(CASE + '      first: { due: 2026-04-05T03:59:00+02:00, answered: late }\n', 'round-the-clock')).toEqual([
      'passed',
    ]);
  });

  it('R4.9 say everything that is other than expected', async () => {
    const wrong = `      first: { due: 2026-04-07T12:00:00+02:00, answered: in-time }
      taken: never
`;
    expect(await results(CASE + wrong)).toEqual([
      'first is due 2026-04-07T11:00:00.000Z, expected 2026-04-07T10:00:00.000Z; first is answered late, expected in-time; ' +
        'taken is due 2026-04-07T08:00:00.000Z, expected never',
    ]);
  });

  it('R4.9 a case that cannot be meant is refused at its place', () => {
    const broken = `  - name: two
    happens:
      - assigned: 2026-04-07T09:30:00+02:00
      - rung: 2026-04-07T09:00:00+02:00
    expect: { frist: never, taken: soon }
`;
    const { problems } = parsePolicy(policy(broken), [kind as PolicyKind]);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['POLICY.SHAPE', 12],
      ['POLICY.UNKNOWN_VALUE', 13],
      ['POLICY.UNKNOWN_NAME', 14],
      ['POLICY.SHAPE', 14],
    ]);
    expect(problems[2]).toMatchObject({ nearest: 'first' });
  });
});
