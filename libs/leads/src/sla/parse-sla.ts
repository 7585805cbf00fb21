import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { type DocumentReader } from '#libs/expressions';
import { leadFactSchema } from '../clocks/lead-facts.js';
import { spanOf } from '../clocks/parse-span.js';
import { parseSlaTests } from './parse-sla-tests.js';
import { type Escalatee, type SlaRule, type SlaSpec } from './sla-spec.js';

export const slaKeys = ['calendar', 'clocks'];
const CLOCK_KEYS = ['name', 'when', 'starts', 'stops', 'within', 'pauses', 'escalate', 'acknowledgeWithin'];
const FOUR_HOURS_MS = 4 * 3_600_000;

/** Reads what an SLA policy says beside the head, noting every problem at its place. */
export function parseSla(yaml: DocumentReader, root: YAMLMap): SlaSpec | null {
  const said = yaml.text(yaml.get(root, 'calendar'), 'calendar (holder, round-the-clock, or the id of a calendar)', true);
  const maps = yaml.maps(yaml.get(root, 'clocks'), 'clocks');
  if (maps.length === 0) yaml.add(yaml.get(root, 'clocks') ?? root, 'MISSING', 'clocks has at least one clock');
  const clocks = maps.map((map) => clockOf(yaml, map));
  const names = clocks.map((clock) => clock?.name);
  maps.forEach((map, index) => {
    const name = names[index];
    if (name !== undefined && names.indexOf(name) < index) yaml.add(yaml.get(map, 'name'), 'NAME', `clocks has two with the name ${name}`);
  });
  const tests = parseSlaTests(
    yaml,
    yaml.get(root, 'tests'),
    names.filter((name) => name !== undefined),
  );
  const whole = clocks.filter((clock) => clock !== null);
  if (said === null || whole.length < maps.length) return null;
  const calendar = said === 'holder' || said === 'round-the-clock' ? ({ kind: said } as const) : ({ kind: 'named', id: said } as const);
  return { calendar, clocks: whole, tests };
}

function clockOf(yaml: DocumentReader, map: YAMLMap): SlaRule | null {
  yaml.onlyKeys(map, CLOCK_KEYS, 'A clock');
  const name = yaml.text(yaml.get(map, 'name'), 'name of a clock', true);
  const whenNode = yaml.get(map, 'when');
  const when = whenNode === null ? null : yaml.expression(whenNode, 'when', leadFactSchema, 'bool');
  const starts = yaml.choice(yaml.get(map, 'starts'), 'starts', ['captured', 'assigned', 'customer-message'] as const, null);
  const stops = yaml.choice(yaml.get(map, 'stops'), 'stops', ['outbound', 'any-contact', 'assigned'] as const, 'outbound')!;
  if (starts === 'assigned' && stops === 'assigned')
    yaml.add(yaml.get(map, 'stops'), 'SHAPE', 'A clock that an assignment starts is not stopped by one: let it stop at outbound');
  const targetMs = workingSpan(yaml, yaml.get(map, 'within'), 'within (working time, such as "1 hour")', null);
  const acknowledgeWithinMs = workingSpan(yaml, yaml.get(map, 'acknowledgeWithin'), 'acknowledgeWithin', FOUR_HOURS_MS);
  const pausesNode = yaml.get(map, 'pauses');
  const pauses = yaml.texts(pausesNode, 'pauses').map(({ value }) => value);
  for (const pause of pauses)
    if (pause !== 'waiting-for-customer') yaml.add(pausesNode, 'UNKNOWN_VALUE', `pauses knows waiting-for-customer, not ${pause}`);
  const escalation = escalationOf(yaml, yaml.get(map, 'escalate'), map);
  if (name === null || starts === null || targetMs === null || acknowledgeWithinMs === null) return null;
  return { name, when, starts, stops, targetMs, pausesWhileWaiting: pauses.length > 0, escalation, acknowledgeWithinMs };
}

/** Hours, minutes and seconds: a working day has no length of its own. */
function workingSpan(yaml: DocumentReader, node: Node | null, what: string, fallback: number | null): number | null {
  const text = yaml.text(node, what, fallback === null);
  if (text === null) return fallback;
  const span = spanOf(text);
  if (span && span.days === 0 && span.ms > 0) return span.ms;
  yaml.add(node, 'SHAPE', `${what} is a span of hours, minutes and seconds such as "1 hour" or "30 minutes"`);
  return null;
}

const SHAPE = 'escalate is a list of owner, team-manager, data-owner and `{ person: mia }`, in the order in which they are told';

function escalationOf(yaml: DocumentReader, node: Node | null, map: YAMLMap): readonly Escalatee[] {
  const items = isSeq(node) ? node.items : [];
  if (items.length === 0) yaml.add(node ?? map, 'MISSING', `${SHAPE}; a breach is told to somebody`);
  return items.flatMap((item): Escalatee[] => {
    if (isMap(item)) {
      yaml.onlyKeys(item, ['person'], 'escalate');
      const person = yaml.text(yaml.get(item, 'person'), 'escalate.person', true);
      return person === null ? [] : [{ person }];
    }
    switch (isScalar(item) ? item.value : null) {
      case 'owner':
        return [{ owner: true }];
      case 'team-manager':
        return [{ role: 'team-manager', team: null }];
      case 'data-owner':
        return [{ role: 'data-owner', team: null }];
      default:
        yaml.add(item, 'SHAPE', SHAPE);
        return [];
    }
  });
}
