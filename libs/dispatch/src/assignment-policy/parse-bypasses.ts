import { isSeq, type Node, type YAMLMap } from 'yaml';
import { type DocumentReader } from '#libs/expressions';
import { noteUnanswered } from '#libs/governance';
import { caseSchema } from './assignment-facts.js';
import { type Bypass } from './assignment-spec.js';
import { conditionOf } from './condition-of.js';
import { uniqueNames } from './unique-names.js';

/** `bypasses: []` is an answer too: nobody is passed by. Null where the question has none. */
export function parseBypasses(yaml: DocumentReader, node: Node | null): readonly Bypass[] | null {
  if (node === null) {
    noteUnanswered(
      yaml,
      'R2.4',
      'Who goes past the distribution (known customers, VIPs), and does it count? `[]` says nobody.',
      'bypasses',
    );
    return null;
  }
  if (isSeq(node) && node.items.length === 0) return [];
  const maps = yaml.maps(node, 'bypasses');
  uniqueNames(yaml, maps, 'bypasses');
  return maps.flatMap((map) => {
    const bypass = bypassOf(yaml, map);
    return bypass ? [bypass] : [];
  });
}

const toOfKind = { repeat: 'previous-owner', 'related-owner': 'related-owner', vip: null } as const;

function bypassOf(yaml: DocumentReader, map: YAMLMap): Bypass | null {
  yaml.onlyKeys(map, ['name', 'kind', 'when', 'to', 'evenAtCapacity', 'countsInFairness'], 'A bypass');
  const name = yaml.text(yaml.get(map, 'name'), 'bypasses.name', true);
  const kind = yaml.choice(yaml.get(map, 'kind'), 'bypasses.kind', ['repeat', 'vip', 'related-owner'] as const, null);
  const when = conditionOf(yaml, yaml.get(map, 'when'), `when of bypass ${name}`, caseSchema);
  const to = kind && toOf(yaml, map, kind);
  const counts = yaml.get(map, 'countsInFairness');
  if (counts === null) yaml.add(map, 'MISSING', `Bypass ${name}: say whether it counts in fairness (countsInFairness: true or false)`);
  const evenAtCapacity = yaml.flag(yaml.get(map, 'evenAtCapacity'), 'evenAtCapacity', false);
  const countsInFairness = yaml.flag(counts, 'countsInFairness', true);
  return name === null || !kind || !to ? null : { name, kind, when, to, evenAtCapacity, countsInFairness };
}

function toOf(yaml: DocumentReader, map: YAMLMap, kind: Bypass['kind']): Bypass['to'] | null {
  const node = yaml.get(map, 'to');
  const byKind = toOfKind[kind];
  if (node === null && byKind) return { kind: byKind };
  const rep = yaml.map(node);
  if (rep) {
    yaml.onlyKeys(rep, ['rep'], 'bypasses.to');
    const id = yaml.text(yaml.get(rep, 'rep'), 'bypasses.to.rep');
    return id === null ? null : { kind: 'rep', rep: id };
  }
  if (node === null) {
    yaml.add(map, 'MISSING', 'A bypass for VIPs says to whom: previous-owner, related-owner or `{ rep: mia }`');
    return null;
  }
  const word = yaml.choice(node, 'bypasses.to', ['previous-owner', 'related-owner'] as const, null);
  return word && { kind: word };
}
