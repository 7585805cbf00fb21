import { isMap, type Node } from 'yaml';
import { type DocumentReader, durationMs } from '#libs/expressions';
import { type Entity } from '../entities/entity.js';
import { type Cohort } from './cohort.js';

const units = ['week', 'month', 'quarter', 'year'] as const;

/** `cohort: { of: closed, within: 30d }`: what is waited for, and how long. */
export function parseCohort(yaml: DocumentReader, node: Node | null, entity: Entity): Cohort | null {
  if (node === null) return null;
  if (!isMap(node)) {
    yaml.add(node, 'SHAPE', 'cohort is a mapping: `of` (the time that is waited for) and `within` (30d, 720h, month or ever)');
    return null;
  }
  yaml.onlyKeys(node, ['of', 'within'], 'cohort');
  const of = yaml.choice(yaml.get(node, 'of'), `cohort.of (a time of ${entity.name})`, Object.keys(entity.times), null);
  const window = windowOf(yaml, yaml.get(node, 'within'));
  return of === null || window === null ? null : { of, window };
}

function windowOf(yaml: DocumentReader, node: Node | null): Cohort['window'] | null {
  const text = yaml.text(node, 'cohort.within', true);
  if (text === null) return null;
  if (text === 'ever') return { kind: 'ever' };
  const unit = units.find((each) => each === text);
  if (unit) return { kind: 'calendar', unit };
  const days = /^(\d{1,5})d$/.exec(text);
  if (days) return { kind: 'days', days: Number(days[1]) };
  const ms = durationMs(text);
  if (ms !== null && ms >= 0) return { kind: 'span', ms };
  yaml.add(
    node,
    'SHAPE',
    `cohort.within is 30d (by whole dates), 720h (by instants), the end of its ${units.join(', ')}, or ever; ${text} is none`,
  );
  return null;
}
