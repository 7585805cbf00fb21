import { assertNever } from '#libs/platform';
import { type OrganisationFact } from './decision.js';
import { onlyOccurs } from './join-rep/join-rep.decide.js';
import { type HistoricalAction } from './organisation-action.js';

/**
 * What an import says that is so already, by what other imports said: put on record, it stays so when those are retracted. `decided`: what the action
 * changes; `alone`: what it would change if no other import had said anything.
 */
export function confirmationOf(
  action: HistoricalAction,
  decided: readonly OrganisationFact[],
  alone: readonly OrganisationFact[],
): readonly OrganisationFact[] {
  if (alone.every(({ type }) => decided.some((event) => event.type === type))) return [];
  switch (action.do) {
    case 'join-rep': {
      const { rep, name, attributes = {} } = action;
      return [{ type: 'rep.confirmed', data: { repId: rep, name: onlyOccurs(action) ? null : name, attributes } }];
    }
    case 'join-team': {
      const { team, role, weight } = action;
      return [
        { type: 'rep.membership-confirmed', data: { team, ...(role !== undefined && { role }), ...(weight !== undefined && { weight }) } },
      ];
    }
    case 'create-team':
      return [{ type: 'team.confirmed', data: { teamId: action.team, name: action.name, attributes: action.attributes ?? {} } }];
    case 'create-pool':
      return [{ type: 'pool.confirmed', data: { poolId: action.pool, name: action.name, team: action.team ?? null } }];
    case 'leave-team':
    case 'deactivate-rep':
      return [];
    default:
      return assertNever(action);
  }
}
