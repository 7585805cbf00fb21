import { type Node, type YAMLMap } from 'yaml';
import { type DocumentReader } from '#libs/expressions';
import { noteUnanswered } from '#libs/governance';
import { caseSchema } from './assignment-facts.js';
import {
  type Condition,
  type FairnessRule,
  type FallbackStep,
  type OtherChannels,
  type OutsideHours,
  type UnavailableRule,
} from './assignment-spec.js';
import { conditionOf } from './condition-of.js';

/** The mapping that answers a question, or null with the question noted. */
function answer(yaml: DocumentReader, node: Node | null, question: string, asks: string, key: string): YAMLMap | null {
  const map = yaml.map(node);
  if (node === null) noteUnanswered(yaml, question, asks, key);
  else if (!map) yaml.add(node, 'SHAPE', `${key} is a mapping`);
  return map;
}

/** A part of an answer that must be said: without it the question stays open. */
function part(yaml: DocumentReader, map: YAMLMap, question: string, asks: string, path: string): Node | null {
  const node = yaml.get(map, path.split('.')[1]!);
  if (node === null) noteUnanswered(yaml, question, asks, path);
  return node;
}

const MAX_GRACE_MINUTES = 7 * 24 * 60;

export function parseUnavailable(yaml: DocumentReader, node: Node | null): UnavailableRule | null {
  const map = answer(yaml, node, 'R2.1', 'What happens where the responsible person is away for four hours?', 'unavailable');
  if (!map) return null;
  yaml.onlyKeys(map, ['sources', 'graceMinutes', 'fallback', 'returns'], 'unavailable');
  const known = ['absence', 'working-time', 'leave-announced'] as const;
  const sourcesNode = part(yaml, map, 'R2.1', 'What makes a person unavailable?', 'unavailable.sources');
  const sources = yaml.texts(sourcesNode, 'unavailable.sources').flatMap(({ node: place }) => {
    const source = yaml.choice(place, 'unavailable.sources', known, null);
    return source === null ? [] : [source];
  });
  const graceNode = part(yaml, map, 'R2.1', 'For how short an absence is nobody else asked?', 'unavailable.graceMinutes');
  const graceMinutes = graceNode && yaml.integer(graceNode, 'unavailable.graceMinutes', 0, MAX_GRACE_MINUTES);
  const chainNode = part(yaml, map, 'R2.1', 'Who is asked instead?', 'unavailable.fallback');
  const fallback = chainNode && chainOf(yaml, chainNode);
  const returnsNode = part(yaml, map, 'R2.1', 'Does the lead return to the first choice?', 'unavailable.returns');
  const returns = yaml.flag(returnsNode, 'unavailable.returns', false);
  return graceMinutes === null || fallback === null ? null : { sources: [...new Set(sources)], graceMinutes, fallback, returns };
}

function chainOf(yaml: DocumentReader, node: Node): readonly FallbackStep[] | null {
  const items = (node as { items?: unknown[] }).items;
  if (!items || yaml.map(node)) {
    yaml.add(node, 'SHAPE', 'unavailable.fallback is a list, such as [manager, { team: field }, { pool: intake }]');
    return null;
  }
  const seen = new Set<string>();
  return items.flatMap((item) => {
    const step = stepOf(yaml, item as Node);
    const key = JSON.stringify(step);
    if (step && seen.has(key)) yaml.add(item, 'FALLBACK_CYCLE', 'This step was taken before in the same chain: it can give nobody new');
    seen.add(key);
    return step ? [step] : [];
  });
}

function stepOf(yaml: DocumentReader, node: Node): FallbackStep | null {
  const map = yaml.map(node);
  if (!map) return yaml.choice(node, 'A step of the fallback', ['manager'] as const, null) && { kind: 'manager' };
  yaml.onlyKeys(map, ['rep', 'team', 'pool'], 'A step of the fallback');
  if (map.items.length !== 1)
    yaml.add(node, 'SHAPE', 'A step of the fallback is one of manager, { rep: mia }, { team: field }, { pool: north }');
  const rep = yaml.text(yaml.get(map, 'rep'), 'rep');
  const team = yaml.text(yaml.get(map, 'team'), 'team');
  const pool = yaml.text(yaml.get(map, 'pool'), 'pool');
  if (rep !== null) return { kind: 'rep', rep };
  if (team !== null) return { kind: 'team', team };
  return pool === null ? null : { kind: 'pool', pool };
}

export function parseOutsideHours(yaml: DocumentReader, node: Node | null): OutsideHours | null {
  if (node !== null) return yaml.choice(node, 'outsideHours', ['assign-now', 'hold-until-open', 'on-call'] as const, null);
  noteUnanswered(yaml, 'R2.2', 'What happens to what arrives on a Sunday: assign-now, hold-until-open or on-call?', 'outsideHours');
  return null;
}

export function parseOtherChannels(yaml: DocumentReader, node: Node | null): OtherChannels | null {
  const asks = 'Who answers where the same person writes on another channel?';
  const map = answer(yaml, node, 'R2.3', asks, 'otherChannels');
  if (!map) return null;
  yaml.onlyKeys(map, ['whileAbsent', 'notify'], 'otherChannels');
  const whileNode = part(yaml, map, 'R2.3', 'Does it wait for an absent owner, or go to the cover?', 'otherChannels.whileAbsent');
  const whileAbsent = whileNode && yaml.choice(whileNode, 'otherChannels.whileAbsent', ['owner', 'cover'] as const, null);
  const notify = yaml.flag(yaml.get(map, 'notify'), 'otherChannels.notify', true);
  return whileAbsent === null ? null : { whileAbsent, notify };
}

export function parseFairness(yaml: DocumentReader, node: Node | null): FairnessRule | null {
  const map = answer(yaml, node, 'R2.5', 'What is a fair share, over what time, and which deviation is a breach?', 'fairness');
  if (!map) return null;
  yaml.onlyKeys(map, ['measure', 'windowDays', 'tolerance', 'value', 'creditInvalid'], 'fairness');
  const measureNode = part(yaml, map, 'R2.5', 'What is a fair share measured in?', 'fairness.measure');
  const measure = measureNode && yaml.choice(measureNode, 'fairness.measure', ['count', 'valid_count', 'expected_value'] as const, null);
  const windowNode = part(yaml, map, 'R2.5', 'Over how many days?', 'fairness.windowDays');
  const windowDays = windowNode && yaml.integer(windowNode, 'fairness.windowDays', 1, 3_660);
  const toleranceNode = part(yaml, map, 'R2.5', 'From which deviation from the mean on is it a breach?', 'fairness.tolerance');
  const tolerance = toleranceNode && yaml.number(toleranceNode, 'fairness.tolerance', 0);
  const value = valueOf(yaml, yaml.get(map, 'value'), measure);
  const creditInvalid = yaml.flag(yaml.get(map, 'creditInvalid'), 'fairness.creditInvalid', false);
  return measure === null || windowDays === null || tolerance === null ? null : { measure, windowDays, tolerance, value, creditInvalid };
}

function valueOf(yaml: DocumentReader, node: Node | null, measure: FairnessRule['measure'] | null): Condition | null {
  if (node === null && measure === 'expected_value')
    noteUnanswered(yaml, 'R2.5', 'What is one lead worth (a number, such as `value` or `size * 100.0`)?', 'fairness.value');
  const value = conditionOf(yaml, node, 'fairness.value', caseSchema, null) as (Condition & { readonly type?: string }) | null;
  if (value?.type !== undefined && !['int', 'double', 'dyn'].includes(value.type))
    yaml.add(node, 'SHAPE', `fairness.value is a number, this is a ${value.type}`);
  return value;
}
