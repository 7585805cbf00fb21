import { readFileSync } from 'node:fs';
import { parsePolicy, type PolicyKind } from '#libs/governance';
import { assignmentKind } from './assignment-kind.js';
import { type AssignmentDocument } from './parse-assignment.js';
import { type KnownOrganisation } from './assignment-obstacles.js';
import { type AssignmentSpec } from './assignment-spec.js';

const sample = (level: string): string => readFileSync(new URL(`../../../../docs/how-to/${level}.policy.yaml`, import.meta.url), 'utf8');
const levels = ['manual', 'by-source', 'by-workload'];

const member = (rep: string, role: string | null = null, attributes = {}) => ({
  rep,
  active: true,
  attributes,
  teams: [{ team: 'inbound', role }],
});
const organisation: KnownOrganisation = {
  reps: [
    member('ana', 'senior'),
    member('bo', 'partners'),
    member('cy'),
    { ...member('mia'), teams: [] },
    { ...member('gone'), active: false },
  ],
  teams: [
    { team: 'inbound', calendar: 'berlin', manager: 'mia' },
    { team: 'field', calendar: null, manager: null },
  ],
  pools: ['intake', 'inbound-queue', 'field-queue'],
};
const kindIn = (world: KnownOrganisation = organisation, policies: AssignmentSpec[] = []): PolicyKind<AssignmentDocument> =>
  assignmentKind({ organisation: () => Promise.resolve(world), policies: () => Promise.resolve(policies) });
const parse = (document: string) => parsePolicy(document, [kindIn() as PolicyKind]);
const codesOf = (document: string): string[] => parse(document).problems.map(({ code }) => code);
const specOf = (document: string): AssignmentDocument => {
  const { spec, problems } = parse(document);
  expect(problems).toEqual([]);
  return spec as AssignmentDocument;
};
const obstacles = async (document: string, world = organisation, policies: AssignmentSpec[] = []) => {
  const { head } = parse(document);
  return (await kindIn(world, policies).ready(specOf(document), head!)).map(({ code, path, message }) => ({ code, path, message }));
};
/** The document without a top-level key and what stands under it. */
const without = (key: string, document: string): string =>
  document.replace(new RegExp(`^${key}:.*\\n(?:(?:[ #].*)?\\n)*?(?=^[a-zA-Z#])`, 'm'), '');

describe('the sample policies', () => {
  it.each(levels)('R2.14 the policy of level %s has no problem, can go live, and passes its own tests', async (level) => {
    const { spec, tests } = specOf(sample(level));
    const kind = kindIn();
    expect(await obstacles(sample(level))).toEqual([]);
    expect(tests.length).toBeGreaterThan(2);
    expect((await kind.test({ spec, tests })).filter(({ passed }) => !passed)).toEqual([]);
    expect(kind.answers({ spec, tests }).map(({ question }) => question)).toEqual(['R2.1', 'R2.2', 'R2.3', 'R2.4', 'R2.5']);
  });

  it('R2.19 a condition reaches the free text that came as an attribute, and the hour of day', async () => {
    const when = `when: 'string(attributes.message).lowerAscii().contains("server") && time.hour < 12 && turnover >= 1000000.0'`;
    const { spec, tests } = specOf(
      sample('by-workload')
        .replace('when: size > 50.0 && topic == "servers"', when)
        .replace('{ size: 80, topic: servers }', '{ message: Two Servers please, turnover: 2000000 }'),
    );
    expect((await kindIn().test({ spec, tests })).filter(({ passed }) => !passed)).toEqual([]);
  });

  it('R2.14 each level keeps the bypasses of the one before and can be switched on its own', () => {
    const names = levels.map((level) => specOf(sample(level)).spec.bypasses.map(({ name }) => name));
    expect(names[1]).toEqual(expect.arrayContaining([...names[0]!]));
    expect(names[2]).toEqual(expect.arrayContaining([...names[1]!]));
  });
});

describe('the five questions', () => {
  it.each([
    ['R2.1', 'unavailable'],
    ['R2.2', 'outsideHours'],
    ['R2.3', 'otherChannels'],
    ['R2.4', 'bypasses'],
    ['R2.5', 'fairness'],
  ])('R2.16 without an answer to %s the document gives no policy, and the question is named', (question, key) => {
    const { spec, problems } = parse(without(key, sample('by-workload').replace(/\ntests:[\s\S]*/, '\n')));
    expect(spec).toBeNull();
    expect(problems.map(({ code }) => code)).toEqual(['POLICY.UNANSWERED']);
    expect(problems[0]!.message).toContain(question);
    expect(problems[0]!.message).toContain(`${key}:`);
  });

  it('R2.16 half an answer leaves the question open', () => {
    const document = sample('manual').replace('  returns: true\n', '').replace('whileAbsent: cover, ', '').replace(', tolerance: 10', '');
    expect(parse(document).problems.map(({ message }) => message.slice(0, 4))).toEqual(['R2.1', 'R2.3', 'R2.5']);
  });
});

describe('a document with mistakes', () => {
  it('is told all of them at once, with line, column and the nearest name', () => {
    const document = sample('by-source')
      .replace('channel == "referral"', 'chanel == "referral"')
      .replace('strategy: round-robin', 'strategy: round-robbin')
      .replace('outsideHours: hold-until-open', 'outsideHours: hold')
      .replace('reviewBy: 2026-09-01', 'reviewBy: 2026-02-31')
      .replace('entry: partners', 'entry: partner');
    const { problems } = parse(document);
    expect(problems.map(({ code, line, nearest }) => [code, line, nearest])).toEqual([
      ['POLICY.SHAPE', 6, undefined],
      ['CEL.UNKNOWN_NAME', 24, 'channel'],
      ['POLICY.UNKNOWN_VALUE', 29, 'round-robin'],
      ['POLICY.UNKNOWN_VALUE', 39, undefined],
      ['POLICY.UNKNOWN_VALUE', 54, 'partners'],
    ]);
  });

  it.each([
    ['strategy: least-loaded', 'strategy: weighted', 'POLICY.STRATEGY'],
    ['strategy: least-loaded', 'strategy: weighted\n    weights: { ana: 0 }', 'POLICY.WEIGHT'],
    ['strategy: least-loaded', 'strategy: weighted\n    weights: { ana: -1, bo: .nan }', 'POLICY.WEIGHT'],
    ['strategy: least-loaded', 'strategy: queue', 'POLICY.STRATEGY'],
    ['    fit: rep.serverWins\n', '', 'POLICY.STRATEGY'],
    ['fit: rep.serverWins', 'fit: rep.role', 'POLICY.STRATEGY'],
    ['fit: rep.serverWins', 'fit: rep.serverWin', 'CEL.UNKNOWN_NAME'],
    ['strategy: least-loaded', 'strategy: least-loaded\n  - name: late\n    strategy: round-robin', 'POLICY.NEVER_REACHED'],
    ['name: partners', 'name: everything-else', 'POLICY.NAME'],
    ['fallback: [manager]', 'fallback: [manager, { team: field }, manager]', 'POLICY.FALLBACK_CYCLE'],
    ['among: { where: rep.role == "senior" }', 'among: { reps: [] }', 'POLICY.NOBODY'],
    ['windowDays: 28', 'windowDays: 0', 'POLICY.SHAPE'],
    ['tolerance: 20000', 'tolerance: -1', 'POLICY.SHAPE'],
    ["value: 'value == null ? 1000.0 : value', ", '', 'POLICY.UNANSWERED'],
    ['countsInFairness: true', 'evenAtCapacity: true', 'POLICY.MISSING'],
    ['when: vip == true\n    to: { rep: mia }', 'when: vip == true', 'POLICY.MISSING'],
    ['team: inbound', 'teams: inbound', 'POLICY.UNKNOWN_KEY'],
    ['{ to: bo, entry: servers-for-companies, excluded: { cy: does-not-match } }', '{}', 'POLICY.MISSING'],
    ['policy: inbound', 'policy: In Bound', 'POLICY.NAME'],
    ['kind: assignment', 'kind: assigment', 'POLICY.UNKNOWN_VALUE'],
    ['owner: mia\n', '', 'POLICY.MISSING'],
  ])('%j instead of %j is %s', (right, wrong, code) => {
    expect(sample('by-workload')).toContain(right);
    expect(codesOf(sample('by-workload').replace(right, wrong))).toContain(code);
  });

  it.each(['', '[]', 'policy: x', '{', 'a: &a [*a]', '- 1', 'policy: [1]\nkind: {}', '\u0000', 'x'.repeat(70_000)])(
    'that is no policy at all (%.20j) is answered, not thrown at',
    (document) => expect(codesOf(document).length).toBeGreaterThan(0),
  );
});

describe('a document that cannot go live in the world as it is', () => {
  const base = sample('by-workload');

  it('T8 names nobody who is not there, and every one of them', async () => {
    const document = base
      .replace('to: { rep: mia }', 'to: { rep: mja }')
      .replace('from: { pools: [intake] }', 'from: { pools: [intak] }')
      .replace('fallback: [manager]', 'fallback: [{ rep: gone }, { team: fields }, { pool: inbound-que }]')
      .replace('strategy: least-loaded', 'strategy: weighted\n    weights: { ana: 2, dora: 1 }');
    expect((await obstacles(document)).map(({ code, path }) => [code, path])).toEqual([
      ['POLICY.UNKNOWN_NAME', 'from.pools'],
      ['POLICY.UNKNOWN_NAME', 'bypasses.vip.to'],
      ['POLICY.UNKNOWN_NAME', 'entries.everything-else.weights'],
      ['POLICY.UNKNOWN_NAME', 'unavailable.fallback.0'],
      ['POLICY.UNKNOWN_NAME', 'unavailable.fallback.1'],
      ['POLICY.UNKNOWN_NAME', 'unavailable.fallback.2'],
    ]);
  });

  it('has a team with a calendar, a manager where one is asked, and members', async () => {
    const codes = (await obstacles(base.replace('team: inbound', 'team: field'))).map(({ code }) => code);
    expect(codes).toEqual(['POLICY.NO_CALENDAR', 'POLICY.NO_MANAGER', 'POLICY.NOBODY']);
    expect((await obstacles(base.replace('team: inbound', 'team: inbund')))[0]!.message).toContain('did you mean inbound?');
  });

  it('does not choose among nobody', async () => {
    const junior = base.replace('rep.role == "senior"', 'rep.role == "master"');
    expect(await obstacles(junior)).toMatchObject([{ code: 'POLICY.NOBODY', path: 'entries.servers-for-companies.among.where' }]);
    const byTerritory = base.replace('strategy: least-loaded', 'strategy: territory');
    expect(await obstacles(byTerritory)).toMatchObject([{ code: 'POLICY.NOBODY', path: 'entries.everything-else.by' }]);
    const outsider = base.replace('strategy: least-loaded', 'among: { reps: [ana, mia] }\n    strategy: least-loaded');
    expect(await obstacles(outsider)).toMatchObject([{ code: 'POLICY.NOT_A_MEMBER' }]);
  });

  it.each([
    'size > 50.0 && size < 20.0',
    'channel == "a" && channel == "b"',
    'channel in ["a", "b"] && !(channel in ["a", "b", "c"])',
    'time.hour > 9 && time.hour < 10',
    'vip == true && vip == false',
    'false',
    'attributes.tier == "gold" && attributes.tier == 3',
  ])('R2.12 can match something: %s never does', async (when) => {
    const document = base.replace('when: size > 50.0 && topic == "servers"', `when: '${when}'`);
    expect(await obstacles(document)).toMatchObject([{ code: 'POLICY.MATCHES_NOBODY', path: 'entries.servers-for-companies.when' }]);
  });

  it.each([
    'size > 50.0 && size < 50.5',
    'channel != "a" && channel != "b"',
    'channel.contains("a") && channel.startsWith("b")',
    'size * 2.0 > 100.0 && size < 51.0',
    'time.weekday == "sun" || time.hour >= 18',
    'attributes.tier == null && region == null',
    'size > turnover',
  ])('what may match is not refused: %s', async (when) => {
    expect(await obstacles(base.replace('when: size > 50.0 && topic == "servers"', `when: '${when}'`))).toEqual([]);
  });

  it('does not go round in a circle of fallbacks, over however many policies', async () => {
    const there = specOf(base.replace('fallback: [manager]', 'fallback: [{ team: field }]')).spec;
    const between = { ...there, name: 'field', team: 'field', pools: ['field-queue'], unavailable: { ...there.unavailable, fallback: [] } };
    const back: AssignmentSpec = { ...between, fallback: { to: { kind: 'pool', id: 'intake' }, alert: 'team-manager' } };
    const world = { ...organisation, reps: [...organisation.reps, { ...member('dora'), teams: [{ team: 'field', role: null }] }] };
    const document = base.replace('fallback: [manager]', 'fallback: [{ team: field }]');
    expect(await obstacles(document, world, [back])).toMatchObject([
      { code: 'POLICY.FALLBACK_CYCLE', message: 'The fallbacks go round in a circle: inbound → field → inbound' },
    ]);
    expect(await obstacles(document, world, [between])).toEqual([]);
  });
});
