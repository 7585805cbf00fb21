import { type DecideContext, type Decision, idCheck, outcome, type Verdict } from '../decision.js';
import { type GroupState, managerAt } from '../group.evolve.js';
import { type NameManager } from '../people-action.js';
import { teamToChange } from '../rep-rules.js';

/** From here on this person leads the team; who leads it need not be a member. */
export const decideNameManager = (state: GroupState, { team, person }: NameManager, context: DecideContext): Decision =>
  outcome(context, [idCheck('team', team), teamToChange(state, team)], [person === null ? null : personVerdict(person, context)], () =>
    managerAt(state, context.at) === person ? [] : [{ type: 'team.manager-named', data: { person } }],
  );

function personVerdict(person: string, { named }: DecideContext): Verdict {
  if (named.status === 'active') return null;
  return named.status === 'none'
    ? { code: 'MANAGER.NOT_FOUND', message: `There is no rep ${person}: a manager is a person; let the person join first`, path: 'person' }
    : { code: 'MANAGER.INACTIVE', message: `${person} does not work here any more: name somebody else, or nobody`, path: 'person' };
}
