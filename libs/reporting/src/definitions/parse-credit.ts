import { isScalar, type Node } from 'yaml';
import { type DocumentReader } from '#libs/expressions';
import { creditable } from '../entities/credited.js';
import { type Entity } from '../entities/entity.js';
import { type CreditRule } from './definition.js';

const owners = ['at_event', 'at_assignment', 'today'] as const;

/** `credit: at_assignment`, or `credit: { owner: at_assignment, known: then }`. */
export function parseCredit(yaml: DocumentReader, node: Node | null, entity: Entity): CreditRule | null {
  if (node === null) return null;
  if (!creditable.includes(entity.name)) {
    yaml.add(node, 'CREDIT', `A row of ${entity.name} says itself whose it is; credit is for ${creditable.join(', ')}`);
    return null;
  }
  if (isScalar(node)) {
    const owner = yaml.choice(node, 'credit', owners, null);
    return owner && { owner, known: 'now' };
  }
  const map = yaml.map(node);
  if (!map) {
    yaml.add(node, 'SHAPE', 'credit is at_event, at_assignment or today, or a mapping: `{ owner: at_event, known: then }`');
    return null;
  }
  yaml.onlyKeys(map, ['owner', 'known'], 'credit');
  const owner = yaml.choice(yaml.get(map, 'owner'), 'credit.owner', owners, null);
  const known = yaml.choice(
    yaml.get(map, 'known'),
    'credit.known (as known now, or as known when the event was recorded: then)',
    ['now', 'then'] as const,
    'now',
  )!;
  return owner && { owner, known };
}
