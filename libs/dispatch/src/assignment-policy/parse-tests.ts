import { isScalar, type Node, type YAMLMap } from 'yaml';
import { type DocumentReader } from '#libs/expressions';
import { type AssignmentTest, type TestExpectation, type TestRep, type TestWorld } from './assignment-test.js';
import { parseTestHours } from './test-hours.js';
import { attributesOf, instantAt, parseTestInquiry } from './test-inquiry.js';

/** The names that a test may speak of. */
export interface TestedNames {
  readonly bypasses: readonly string[];
  readonly entries: readonly string[];
  readonly figures: readonly string[];
}

const nobody: TestWorld = { reps: [], manager: null, hours: null, previousOwner: null, relatedOwner: null, repeat: false };

export function parseTests(yaml: DocumentReader, node: Node | null, names: TestedNames): readonly AssignmentTest[] {
  return yaml.maps(node, 'tests').flatMap((map) => {
    yaml.onlyKeys(map, ['name', 'at', 'inquiry', 'given', 'expect'], 'A test');
    const name = yaml.text(yaml.get(map, 'name'), 'tests.name', true);
    const at = instantAt(yaml, map, 'at', `at of test ${name}`, true);
    const inquiry = parseTestInquiry(yaml, yaml.get(map, 'inquiry'));
    const given = worldOf(yaml, yaml.get(map, 'given'), names);
    const expect = expectationOf(yaml, map, names);
    return name === null || at === null || !expect ? [] : [{ name, at, inquiry, given, expect }];
  });
}

function worldOf(yaml: DocumentReader, node: Node | null, names: TestedNames): TestWorld {
  if (node === null) return nobody;
  const map = yaml.map(node);
  if (!map) {
    yaml.add(node, 'SHAPE', 'given is a mapping with reps, and where needed manager, hours, previousOwner, relatedOwner, repeat');
    return nobody;
  }
  yaml.onlyKeys(map, ['reps', 'manager', 'hours', 'previousOwner', 'relatedOwner', 'repeat'], 'given');
  const previousOwner = yaml.text(yaml.get(map, 'previousOwner'), 'given.previousOwner');
  return {
    reps: yaml.entries(yaml.get(map, 'reps'), 'given.reps').map(({ name, value }) => repOf(yaml, name, value, names)),
    manager: yaml.text(yaml.get(map, 'manager'), 'given.manager'),
    hours: parseTestHours(yaml, yaml.get(map, 'hours'), 'given.hours'),
    previousOwner,
    relatedOwner: yaml.text(yaml.get(map, 'relatedOwner'), 'given.relatedOwner'),
    repeat: yaml.flag(yaml.get(map, 'repeat'), 'given.repeat', previousOwner !== null),
  };
}

function repOf(yaml: DocumentReader, rep: string, node: Node | null, names: TestedNames): TestRep {
  const what = `given.reps.${rep}`;
  const map = yaml.map(node);
  const isEmpty = node === null || (isScalar(node) && node.value === null);
  if (!map && !isEmpty) yaml.add(node, 'SHAPE', `${what} is a mapping, {} where there is nothing to say`);
  const get = (key: string): Node | null => (map ? yaml.get(map, key) : null);
  const whole = (key: string): number | null => (get(key) === null ? null : yaml.integer(get(key), `${what}.${key}`, 0, 1_000_000));
  if (map) yaml.onlyKeys(map, ['team', 'role', 'attributes', 'openLoad', 'holdingCap', 'away', 'onCall', 'turns', 'figures'], what);
  return {
    rep,
    team: yaml.text(get('team'), `${what}.team`),
    role: yaml.text(get('role'), `${what}.role`),
    attributes: attributesOf(yaml, get('attributes'), `${what}.attributes`),
    openLoad: whole('openLoad') ?? 0,
    holdingCap: whole('holdingCap'),
    away: awayOf(yaml, get('away'), what),
    onCall: yaml.flag(get('onCall'), `${what}.onCall`, false),
    turns: whole('turns') ?? 0,
    figures: figuresOf(yaml, get('figures'), what, names),
  };
}

function figuresOf(yaml: DocumentReader, node: Node | null, what: string, { figures }: TestedNames): Readonly<Record<string, number>> {
  const said: Record<string, number> = {};
  for (const { name, key, value } of yaml.entries(node, `${what}.figures`)) {
    if (!figures.includes(name)) yaml.add(key, 'UNKNOWN_NAME', `The policy has no figure ${name}`);
    const number = yaml.number(value, `${what}.figures.${name}`, 0);
    if (number !== null) said[name] = number;
  }
  return said;
}

function awayOf(yaml: DocumentReader, node: Node | null, what: string): TestRep['away'] {
  const map = yaml.map(node);
  if (!map) {
    if (node !== null) yaml.add(node, 'SHAPE', `${what}.away is a mapping with from and to`);
    return null;
  }
  yaml.onlyKeys(map, ['from', 'to'], `${what}.away`);
  const from = instantAt(yaml, map, 'from', `${what}.away.from`, true);
  const to = instantAt(yaml, map, 'to', `${what}.away.to`, true);
  if (from !== null && to !== null && from >= to) yaml.add(node, 'SHAPE', `${what}.away ends before it begins`);
  return from === null || to === null ? null : { from, to };
}

function expectationOf(yaml: DocumentReader, test: YAMLMap, { bypasses, entries }: TestedNames): TestExpectation | null {
  const node = yaml.get(test, 'expect');
  const map = yaml.map(node);
  if (!map || map.items.length === 0) {
    yaml.add(
      node ?? test,
      'MISSING',
      'A test says what it expects: one or more of to, entry, bypass, heldUntil, fallback, excluded, alert',
    );
    return null;
  }
  yaml.onlyKeys(map, ['to', 'entry', 'bypass', 'heldUntil', 'fallback', 'excluded', 'alert'], 'expect');
  const named = (key: string, known: readonly string[]): string | null =>
    yaml.get(map, key) === null ? null : yaml.choice(yaml.get(map, key), `expect.${key}`, known, null);
  const excluded = Object.fromEntries(
    yaml.entries(yaml.get(map, 'excluded'), 'expect.excluded').flatMap(({ name, value }) => {
      const code = yaml.text(value, `expect.excluded.${name}`, true);
      return code === null ? [] : [[name, code] as const];
    }),
  );
  return {
    to: targetOf(yaml, yaml.get(map, 'to')),
    entry: named('entry', entries),
    bypass: named('bypass', bypasses),
    heldUntil: instantAt(yaml, map, 'heldUntil', 'expect.heldUntil'),
    fallback: named('fallback', ['manager', 'rep', 'team', 'pool', 'default']),
    excluded,
    alert: yaml.get(map, 'alert') === null ? null : yaml.flag(yaml.get(map, 'alert'), 'expect.alert', false),
  };
}

/** A rep by its id, or `{ pool: intake }`. */
function targetOf(yaml: DocumentReader, node: Node | null): TestExpectation['to'] {
  const map = yaml.map(node);
  if (map) {
    yaml.onlyKeys(map, ['pool'], 'expect.to');
    const pool = yaml.text(yaml.get(map, 'pool'), 'expect.to.pool', true);
    return pool === null ? null : { kind: 'pool', id: pool };
  }
  const rep = yaml.text(node, 'expect.to');
  return rep === null ? null : { kind: 'person', id: rep };
}
