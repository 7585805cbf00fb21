import { type CreditRule } from '../definitions/definition.js';
import { type Entity, type EntityName, type Fact, type JoinName } from './entity.js';

/** Entities whose rows can be credited in more than one way; the others say themselves whose they are. */
export const creditable: readonly EntityName[] = ['inquiry', 'lead', 'follow_up', 'stage_visit', 'sla_clock', 'decision', 'deal'];

/** The owner (or the team) that a row is credited to under a rule. */
export function creditedFact(entity: Entity, { owner, known }: CreditRule, column: 'owner' | 'team'): Fact {
  const from = (sql: string, ...needs: JoinName[]): Fact => ({ type: 'string', sql, needs, describe: `${column} it is credited to` });
  if (known === 'then') return from(`ct.held.${column}`, 'credited_then');
  if (owner === 'today') return from(`t.${column}`, 'today');
  return owner === 'at_event' ? entity.facts[column]! : from(`g.${column}`, 'given');
}
