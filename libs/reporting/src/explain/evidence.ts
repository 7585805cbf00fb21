import { type Entity, type Fact, type JoinName } from '../entities/entity.js';
import { leadFacts } from '../entities/lead-context.js';

/** SQL of the event that a join takes its facts from, where it is one event. */
const eventOfJoin: Partial<Record<JoinName, string>> = {
  origin: 'o.event_id',
  ending: 'x.event_id',
  holding: 'h.event',
  today: 't.event',
};

const ownership = ['lead.captured', 'lead.assigned', 'lead.claimed', 'lead.transferred', 'lead.ownership-corrected'];

/** Facts that count events: which of the lead's they are. */
const countedTypes: Readonly<Record<string, readonly string[]>> = {
  inquiries: ['lead.captured', 'lead.inquiry-received'],
  follow_ups: ['lead.follow-up-recorded'],
  assignments: ['lead.assigned', 'lead.claimed', 'lead.transferred'],
  recyclings: ['lead.recycled'],
  reopenings: ['lead.reopened'],
  owners: ownership,
  hand_overs: ownership,
  returns: ownership,
};

const factAt = (entity: Entity, [head = '', field = '']: readonly string[]): Pick<Fact, 'needs'> | undefined => {
  if (head === 'lead') return leadFacts[field];
  if (head === 'rep' || head === 'rep_teams') return entity.credited;
  return entity.facts[head] ?? entity.times[head];
};

/** SQL of the events behind a fact of a row. Facts of the row's own event need none: it is always named. */
export const evidenceSql = (entity: Entity, path: readonly string[]): readonly string[] =>
  (factAt(entity, path)?.needs ?? []).flatMap((join) => eventOfJoin[join] ?? []);

/** Types of the events that a counting fact counts; none for other facts. */
export function countedBy(entity: Entity, [head = '', field = '']: readonly string[]): readonly string[] {
  const name = head === 'lead' ? field : entity.facts[head] === leadFacts[head] ? head : '';
  return countedTypes[name] ?? [];
}
