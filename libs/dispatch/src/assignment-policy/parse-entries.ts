import { type Node, type YAMLMap } from 'yaml';
import { type DocumentReader, type FactSchema } from '#libs/expressions';
import { caseSchema } from './assignment-facts.js';
import { type Among, type Entry, type Strategy } from './assignment-spec.js';
import { conditionOf } from './condition-of.js';
import { uniqueNames } from './unique-names.js';

const strategies = ['round-robin', 'weighted', 'least-loaded', 'longest-waiting', 'best-fit', 'territory', 'queue'] as const;
const everybody: Among = { team: null, reps: null, where: null };

export function parseEntries(yaml: DocumentReader, node: Node | null, ofRep: FactSchema): readonly Entry[] {
  const maps = yaml.maps(node, 'entries');
  if (node === null || (maps.length === 0 && yaml.problems.length === 0))
    yaml.add(node, 'MISSING', 'entries is missing: the rules, tried in order, of which the first that matches decides');
  uniqueNames(yaml, maps, 'entries');
  const entries = maps.flatMap((map) => {
    const entry = entryOf(yaml, map, ofRep);
    return entry ? [entry] : [];
  });
  const always = maps.findIndex((map) => yaml.get(map, 'when') === null);
  for (const map of always < 0 ? [] : maps.slice(always + 1))
    yaml.add(map, 'NEVER_REACHED', 'This entry is never reached: the one before it has no `when` and takes everything');
  return entries;
}

function entryOf(yaml: DocumentReader, map: YAMLMap, ofRep: FactSchema): Entry | null {
  yaml.onlyKeys(map, ['name', 'when', 'among', 'strategy', 'weights', 'fit', 'by', 'pool'], 'An entry');
  const name = yaml.text(yaml.get(map, 'name'), 'entries.name', true);
  const when = conditionOf(yaml, yaml.get(map, 'when'), `when of entry ${name}`, caseSchema);
  const among = amongOf(yaml, yaml.get(map, 'among'), `among of entry ${name}`, ofRep);
  const strategy = strategyOf(yaml, map, `entry ${name}`, ofRep);
  return name === null || strategy === null ? null : { name, when, among, strategy };
}

function amongOf(yaml: DocumentReader, node: Node | null, what: string, ofRep: FactSchema): Among {
  if (node === null) return everybody;
  const map = yaml.map(node);
  if (!map) {
    yaml.add(node, 'SHAPE', `${what} is a mapping with team, or reps, and where`);
    return everybody;
  }
  yaml.onlyKeys(map, ['team', 'reps', 'where'], what);
  const repsNode = yaml.get(map, 'reps');
  const team = yaml.text(yaml.get(map, 'team'), `${what}: team`);
  const reps = repsNode === null ? null : yaml.texts(repsNode, `${what}: reps`).map(({ value }) => value);
  if (team !== null && reps !== null) yaml.add(node, 'SHAPE', `${what}: either team or reps, not both`);
  if (reps?.length === 0) yaml.add(repsNode, 'NOBODY', `${what}: reps is empty, so nobody can be chosen`);
  const where = conditionOf(yaml, yaml.get(map, 'where'), `${what}: where`, ofRep);
  return { team, reps: reps && [...new Set(reps)], where };
}

function strategyOf(yaml: DocumentReader, map: YAMLMap, what: string, ofRep: FactSchema): Strategy | null {
  const kind = yaml.choice(yaml.get(map, 'strategy'), `strategy of ${what}`, strategies, null);
  if (kind === null) return null;
  const weights = weightsOf(yaml, yaml.get(map, 'weights'), what);
  const foreign = (key: string, ...of: readonly string[]): void => {
    if (yaml.get(map, key) !== null && !of.includes(kind))
      yaml.add(yaml.get(map, key), 'STRATEGY', `${key} belongs to ${of.join(' and ')}; ${what} is ${kind}`);
  };
  foreign('weights', 'weighted', 'least-loaded');
  foreign('fit', 'best-fit');
  foreign('by', 'territory');
  foreign('pool', 'queue');
  switch (kind) {
    case 'weighted':
      if (weights && Object.keys(weights).length > 0) return { kind, weights };
      if (yaml.get(map, 'weights') === null) yaml.add(map, 'STRATEGY', `weighted needs weights: \`weights: { ana: 3, bo: 2 }\` (${what})`);
      return null;
    case 'least-loaded':
      return { kind, weights };
    case 'best-fit':
      return fitOf(yaml, map, what, ofRep);
    case 'territory':
      return { kind, attribute: yaml.text(yaml.get(map, 'by'), `by of ${what}`) ?? 'territory' };
    case 'queue': {
      const pool = yaml.text(yaml.get(map, 'pool'), `pool of ${what}`);
      if (pool === null) yaml.add(map, 'STRATEGY', `queue needs the pool in which people take the lead: \`pool: intake\` (${what})`);
      return pool === null ? null : { kind, pool };
    }
    default:
      return { kind };
  }
}

function fitOf(yaml: DocumentReader, map: YAMLMap, what: string, ofRep: FactSchema): Strategy | null {
  const node = yaml.get(map, 'fit');
  if (node === null) {
    yaml.add(map, 'STRATEGY', `best-fit needs fit, a number about the rep of which the highest is chosen (${what})`);
    return null;
  }
  const fit = yaml.expression(node, `fit of ${what}`, ofRep);
  if (fit && !['int', 'double', 'dyn'].includes(fit.type)) yaml.add(node, 'STRATEGY', `fit of ${what} is a number, this is a ${fit.type}`);
  return fit && { kind: 'best-fit', fit };
}

function weightsOf(yaml: DocumentReader, node: Node | null, what: string): Readonly<Record<string, number>> | null {
  if (node === null) return null;
  const weights: Record<string, number> = {};
  for (const { name, key, value } of yaml.entries(node, `weights of ${what}`)) {
    const weight = (value as { value?: unknown } | null)?.value;
    if (typeof weight === 'number' && weight > 0 && weight <= 1_000_000) weights[name] = weight;
    else yaml.add(value ?? key, 'WEIGHT', `The weight of ${name} is a number above 0; leave a rep out with among, not with a weight of 0`);
  }
  return weights;
}
