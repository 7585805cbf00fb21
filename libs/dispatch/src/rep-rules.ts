import { type Verdict } from './decision.js';
import { type GroupState } from './group.evolve.js';
import { type RepState } from './rep-state.js';

export function isActive(state: RepState, rep: string): Verdict {
  if (state.status === 'active') return null;
  return state.status === 'none'
    ? { code: 'REP.NOT_FOUND', message: `There is no rep ${rep}; let the rep join first`, path: 'rep' }
    : { code: 'REP.INACTIVE', message: `${rep} is deactivated; let the rep join again first`, path: 'rep' };
}

export const teamToChange = (state: GroupState, team: string): Verdict =>
  state.exists ? null : { code: 'TEAM.NOT_FOUND', message: `There is no team ${team}; create it first` };
