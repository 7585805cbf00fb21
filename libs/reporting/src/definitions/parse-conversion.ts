import { type Node } from 'yaml';
import { type DocumentReader } from '#libs/expressions';
import { type Entity } from '../entities/entity.js';
import { type Conversion } from './conversion.js';

/** Entities whose rows carry money. */
export const convertible = (entity: Entity): boolean => 'amount' in entity.facts && 'currency' in entity.facts;

export function parseConversion(yaml: DocumentReader, node: Node | null, entity: Entity): Conversion | null {
  if (node === null) return null;
  const map = yaml.map(node);
  if (!map) {
    yaml.add(node, 'SHAPE', 'convert is a mapping: `to` (a currency), `at` (a time of the row) and `rates` (the name of published rates)');
    return null;
  }
  yaml.onlyKeys(map, ['to', 'at', 'rates'], 'convert');
  if (!convertible(entity)) yaml.add(node, 'CONVERT', `A row of ${entity.name} has no money`);
  const to = yaml.text(yaml.get(map, 'to'), 'convert.to (the currency that amounts become)', true);
  if (to !== null && !/^[A-Z]{3}$/.test(to))
    yaml.add(yaml.get(map, 'to'), 'SHAPE', `${to} is no currency: write the three letters of ISO 4217, such as EUR`);
  const at = yaml.choice(yaml.get(map, 'at'), `convert.at (a time of ${entity.name})`, Object.keys(entity.times), null);
  const rates = yaml.text(yaml.get(map, 'rates'), 'convert.rates (the name of published rates)', true);
  return to === null || at === null || rates === null ? null : { to, at, rates };
}
