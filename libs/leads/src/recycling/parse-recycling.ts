import { isMap, type Node, type YAMLMap } from 'yaml';
import { isZone } from '#libs/calendar';
import { type DocumentReader } from '#libs/expressions';
import { leadFactSchema } from '../clocks/lead-facts.js';
import { leastMs, readSpan } from '../clocks/parse-span.js';
import { INTAKE_POOL } from '../intake-pool.js';
import { type RecyclingRule, type RecyclingSpec, type RecyclingTest } from './recycling-spec.js';

export const recyclingKeys = ['zone', 'rules'];
const RULE_KEYS = ['name', 'when', 'idle', 'protection', 'remind', 'activity', 'exempt', 'to'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads what a recycling policy says beside the head, noting every problem at its place. */
export function parseRecycling(yaml: DocumentReader, root: YAMLMap): RecyclingSpec | null {
  const zoneNode = yaml.get(root, 'zone');
  const zone = yaml.text(zoneNode, 'zone');
  if (zone !== null && !isZone(zone)) yaml.add(zoneNode, 'ZONE', `${zone} is no time zone; use an IANA name like Europe/Berlin`);
  const maps = yaml.maps(yaml.get(root, 'rules'), 'rules');
  if (maps.length === 0) yaml.add(yaml.get(root, 'rules') ?? root, 'MISSING', 'rules has at least one rule');
  const rules = maps.map((map) => ruleOf(yaml, map));
  const names = rules.map((rule) => rule?.name);
  maps.forEach((map, index) => {
    const name = names[index];
    if (name !== undefined && names.indexOf(name) < index) yaml.add(yaml.get(map, 'name'), 'NAME', `rules has two with the name ${name}`);
  });
  const open = rules.findIndex((rule) => rule?.when === null);
  if (open >= 0 && open < rules.length - 1)
    yaml.add(maps[open + 1], 'UNREACHABLE', `No lead gets here: ${names[open]} takes every lead before; give it a when, or put it last`);
  const tests = yaml.maps(yaml.get(root, 'tests'), 'tests').flatMap((map) => testOf(yaml, map) ?? []);
  const whole = rules.filter((rule) => rule !== null);
  return whole.length === maps.length ? { zone, rules: whole, tests } : null;
}

function ruleOf(yaml: DocumentReader, map: YAMLMap): RecyclingRule | null {
  yaml.onlyKeys(map, RULE_KEYS, 'A rule');
  const name = yaml.text(yaml.get(map, 'name'), 'name of a rule', true);
  const whenNode = yaml.get(map, 'when');
  const when = whenNode === null ? null : yaml.expression(whenNode, 'when', leadFactSchema, 'bool');
  const periods = periodsOf(yaml, map);
  const remindBefore = readSpan(yaml, yaml.get(map, 'remind'), 'remind (how long before it is due)');
  const activity = activityOf(yaml, yaml.get(map, 'activity'));
  const exempt = exemptOf(yaml, yaml.get(map, 'exempt'));
  const pool = poolOf(yaml, yaml.get(map, 'to'));
  if (name === null || periods === null) return null;
  if (remindBefore && leastMs(remindBefore) >= leastMs(periods.period))
    yaml.add(yaml.get(map, 'remind'), 'ORDER', 'remind comes after the beginning: make it shorter than the time until it is due');
  return { name, when, ...periods, remindBefore, activity, exempt, pool };
}

type Periods = Pick<RecyclingRule, 'period' | 'extension' | 'maximum'>;

/** `idle: 5 days` is protection of 5 days that each activity begins anew. */
function periodsOf(yaml: DocumentReader, map: YAMLMap): Periods | null {
  const [idleNode, protectionNode] = [yaml.get(map, 'idle'), yaml.get(map, 'protection')];
  if ((idleNode === null) === (protectionNode === null)) {
    yaml.add(
      protectionNode ?? map,
      'SHAPE',
      'A rule says either idle (since the last activity) or protection (default, extension, maximum)',
    );
    return null;
  }
  if (idleNode !== null) {
    const idle = readSpan(yaml, idleNode, 'idle', true);
    return idle && { period: idle, extension: idle, maximum: null };
  }
  if (!isMap(protectionNode)) {
    yaml.add(protectionNode, 'SHAPE', 'protection is a mapping: `{ default: 10 days, extension: 3 days, maximum: 20 days }`');
    return null;
  }
  yaml.onlyKeys(protectionNode, ['default', 'extension', 'maximum'], 'protection');
  const period = readSpan(yaml, yaml.get(protectionNode, 'default'), 'protection.default', true);
  const extension = readSpan(yaml, yaml.get(protectionNode, 'extension'), 'protection.extension');
  const maximum = readSpan(yaml, yaml.get(protectionNode, 'maximum'), 'protection.maximum');
  if (period && maximum && leastMs(maximum) < leastMs(period))
    yaml.add(yaml.get(protectionNode, 'maximum'), 'ORDER', 'protection.maximum is at least as long as protection.default');
  return period && { period, extension, maximum };
}

function activityOf(yaml: DocumentReader, node: Node | null): RecyclingRule['activity'] {
  const anything = { by: 'anyone' as const, types: null, outcomes: null };
  if (node === null) return anything;
  if (!isMap(node)) {
    yaml.add(node, 'SHAPE', 'activity is a mapping: `{ by: holder, types: [call, meeting] }`');
    return anything;
  }
  yaml.onlyKeys(node, ['by', 'types', 'outcomes'], 'activity');
  const list = (key: string): string[] | null => {
    const said = yaml.get(node, key);
    return said === null ? null : yaml.texts(said, `activity.${key}`).map(({ value }) => value);
  };
  return {
    by: yaml.choice(yaml.get(node, 'by'), 'activity.by', ['anyone', 'holder'] as const, 'anyone')!,
    types: list('types'),
    outcomes: list('outcomes'),
  };
}

function exemptOf(yaml: DocumentReader, node: Node | null): RecyclingRule['exempt'] {
  if (node === null) return { stages: [], when: null };
  if (!isMap(node)) {
    yaml.add(node, 'SHAPE', 'exempt is a mapping: `{ stages: [offer], when: attributes.vip == true }`; a locked lead always is');
    return { stages: [], when: null };
  }
  yaml.onlyKeys(node, ['stages', 'when'], 'exempt');
  const whenNode = yaml.get(node, 'when');
  return {
    stages: yaml.texts(yaml.get(node, 'stages'), 'exempt.stages').map(({ value }) => value),
    when: whenNode === null ? null : yaml.expression(whenNode, 'exempt.when', leadFactSchema, 'bool'),
  };
}

function poolOf(yaml: DocumentReader, node: Node | null): string {
  if (node === null) return INTAKE_POOL;
  if (!isMap(node)) {
    yaml.add(node, 'SHAPE', 'to is a mapping: `to: { pool: north }`');
    return INTAKE_POOL;
  }
  yaml.onlyKeys(node, ['pool'], 'to');
  return yaml.text(yaml.get(node, 'pool'), 'to.pool', true) ?? INTAKE_POOL;
}

function testOf(yaml: DocumentReader, map: YAMLMap): RecyclingTest | null {
  yaml.onlyKeys(map, ['name', 'heldSince', 'activities', 'lead', 'due'], 'A test');
  const name = yaml.text(yaml.get(map, 'name'), 'name of a test', true);
  const instant = (node: Node | null, what: string): number | null => {
    const text = yaml.text(node, what, true);
    if (text === null) return null;
    if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return Date.parse(text);
    yaml.add(node, 'SHAPE', `${what} is an instant with its offset, such as 2026-03-25T09:00:00+01:00`);
    return null;
  };
  const heldSince = instant(yaml.get(map, 'heldSince'), 'heldSince');
  const activities = yaml.texts(yaml.get(map, 'activities'), 'activities').map(({ node }) => instant(node, 'activities'));
  const dueNode = yaml.get(map, 'due');
  const due = yaml.text(dueNode, 'due', true) === 'never' ? null : instant(dueNode, 'due (or never)');
  const lead = yaml.map(yaml.get(map, 'lead'));
  if (name === null || heldSince === null) return null;
  const facts = (lead?.toJSON() ?? {}) as Record<string, unknown>;
  return { name, heldSince, activities: activities.filter((at) => at !== null), facts, due };
}
