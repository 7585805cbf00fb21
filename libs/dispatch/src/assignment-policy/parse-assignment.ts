import { type Node, type YAMLMap } from 'yaml';
import { type DocumentReader, type FactSchema, noCodes } from '#libs/expressions';
import { noteUnanswered, type PolicyHead } from '#libs/governance';
import { caseSchema, repSchema } from './assignment-facts.js';
import { type AssignmentSpec, type FigureSpec } from './assignment-spec.js';
import { type AssignmentTest } from './assignment-test.js';
import { conditionOf } from './condition-of.js';
import { parseFairness, parseOtherChannels, parseOutsideHours, parseUnavailable } from './parse-answers.js';
import { parseBypasses } from './parse-bypasses.js';
import { parseEntries } from './parse-entries.js';
import { parseTests } from './parse-tests.js';
import { namesIn } from './unique-names.js';

export const assignmentKeys = [
  'team',
  'from',
  'takes',
  'figures',
  'bypasses',
  'entries',
  'unavailable',
  'outsideHours',
  'otherChannels',
  'fairness',
  'sla',
  'fallback',
];

export interface AssignmentDocument {
  readonly spec: AssignmentSpec;
  readonly tests: readonly AssignmentTest[];
}

/** Reads what an assignment policy says beside the head. Every problem is noted; only a document without any gives a spec. */
export function parseAssignment(yaml: DocumentReader, root: YAMLMap, head: PolicyHead): AssignmentDocument | null {
  const team = yaml.text(yaml.get(root, 'team'), 'team (whose leads it distributes)', true);
  const pools = poolsOf(yaml, yaml.get(root, 'from'));
  const figures = figuresOf(yaml, yaml.get(root, 'figures'));
  const ofRep: FactSchema = repSchema(figures.map(({ name }) => name));
  const takes = conditionOf(yaml, yaml.get(root, 'takes'), 'takes', caseSchema);
  const bypasses = parseBypasses(yaml, yaml.get(root, 'bypasses'));
  const entries = parseEntries(yaml, yaml.get(root, 'entries'), ofRep);
  const unavailable = parseUnavailable(yaml, yaml.get(root, 'unavailable'));
  const outsideHours = parseOutsideHours(yaml, yaml.get(root, 'outsideHours'));
  const otherChannels = parseOtherChannels(yaml, yaml.get(root, 'otherChannels'));
  const fairness = parseFairness(yaml, yaml.get(root, 'fairness'));
  const sla = yaml.text(yaml.get(root, 'sla'), 'sla (the name of an SLA policy)');
  const fallback = fallbackOf(yaml, yaml.get(root, 'fallback'));
  const tests = parseTests(yaml, yaml.get(root, 'tests'), {
    bypasses: namesIn(yaml, yaml.get(root, 'bypasses')),
    entries: namesIn(yaml, yaml.get(root, 'entries')),
    figures: figures.map(({ name }) => name),
  });
  if (team === null || bypasses === null || unavailable === null || outsideHours === null) return null;
  if (otherChannels === null || fairness === null || fallback === null) return null;
  const rules = { bypasses, entries, unavailable, outsideHours, otherChannels, fairness, sla, figures, fallback };
  return { spec: { name: head.name, team, pools, takes, ...rules, codes: yaml.vocabularies.codes ?? noCodes }, tests };
}

function poolsOf(yaml: DocumentReader, node: Node | null): readonly string[] {
  if (node === null) return ['intake'];
  const map = yaml.map(node);
  if (!map) {
    yaml.add(node, 'SHAPE', 'from is a mapping: `from: { pools: [intake] }`');
    return [];
  }
  yaml.onlyKeys(map, ['pools'], 'from');
  const pools = yaml.texts(yaml.get(map, 'pools'), 'from.pools').map(({ value }) => value);
  if (pools.length === 0) yaml.add(node, 'MISSING', 'from.pools names at least one pool, such as intake');
  return [...new Set(pools)];
}

const FIGURE = /^[a-z][a-zA-Z0-9_]*$/;
const TAKEN = ['id', 'role', 'openLoad', 'attributes'];

function figuresOf(yaml: DocumentReader, node: Node | null): readonly FigureSpec[] {
  return yaml.entries(node, 'figures').flatMap(({ name, key, value }) => {
    const map = yaml.map(value);
    if (!FIGURE.test(name) || TAKEN.includes(name))
      yaml.add(key, 'NAME', `A figure has a name of letters, digits and _ that no fact of a rep has; ${name} is not one`);
    if (!map) {
      yaml.add(value ?? key, 'SHAPE', `figures.${name} is a mapping: \`{ of: win-rate, days: 365 }\``);
      return [];
    }
    yaml.onlyKeys(map, ['of', 'having', 'days', 'minimum'], `figures.${name}`);
    const of = yaml.choice(yaml.get(map, 'of'), `figures.${name}.of`, ['win-rate', 'won', 'lost'] as const, null);
    const days = yaml.get(map, 'days') === null ? null : yaml.integer(yaml.get(map, 'days'), `figures.${name}.days`, 1, 36_500);
    const minimum = yaml.get(map, 'minimum') === null ? 1 : yaml.integer(yaml.get(map, 'minimum'), `figures.${name}.minimum`, 1, 1_000_000);
    const having = havingOf(yaml, yaml.get(map, 'having'), `figures.${name}.having`);
    return of === null || minimum === null ? [] : [{ name, of, having, days, minimum }];
  });
}

function havingOf(yaml: DocumentReader, node: Node | null, what: string): FigureSpec['having'] {
  if (node === null) return null;
  const map = yaml.map(node);
  if (!map) {
    yaml.add(node, 'SHAPE', `${what} is a mapping: \`{ attribute: topic, value: servers }\`, or without value for the value of the case`);
    return null;
  }
  yaml.onlyKeys(map, ['attribute', 'value'], what);
  const attribute = yaml.text(yaml.get(map, 'attribute'), `${what}.attribute`, true);
  const value = (yaml.get(map, 'value') as { value?: unknown } | null)?.value ?? null;
  const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  if (!isPlain) yaml.add(yaml.get(map, 'value'), 'SHAPE', `${what}.value is a text, a number or true/false`);
  if (attribute !== null && typeof value === 'string') yaml.judge(yaml.get(map, 'value'), ['attributes', attribute], value);
  return attribute === null ? null : { attribute, value: isPlain ? (value as string | number | boolean | null) : null };
}

function fallbackOf(yaml: DocumentReader, node: Node | null): AssignmentSpec['fallback'] | null {
  const map = yaml.map(node);
  if (!map) {
    if (node === null) noteUnanswered(yaml, 'R2.1', 'Who gets a lead in the end, where everybody is away?', 'fallback');
    else yaml.add(node, 'SHAPE', 'fallback is a mapping: `fallback: { to: { pool: intake }, alert: team-manager }`');
    return null;
  }
  yaml.onlyKeys(map, ['to', 'alert'], 'fallback');
  const alert = yaml.choice(yaml.get(map, 'alert'), 'fallback.alert', ['team-manager', 'data-owner'] as const, 'team-manager')!;
  const to = yaml.map(yaml.get(map, 'to'));
  if (!to || to.items.length !== 1) {
    yaml.add(yaml.get(map, 'to') ?? node, 'SHAPE', 'fallback.to is one of `{ pool: intake }` and `{ rep: mia }`');
    return null;
  }
  yaml.onlyKeys(to, ['pool', 'rep'], 'fallback.to');
  const pool = yaml.text(yaml.get(to, 'pool'), 'fallback.to.pool');
  const rep = yaml.text(yaml.get(to, 'rep'), 'fallback.to.rep');
  if (pool !== null) return { to: { kind: 'pool', id: pool }, alert };
  return rep === null ? null : { to: { kind: 'person', id: rep }, alert };
}
