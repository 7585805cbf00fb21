import { type OrganisationAction } from './organisation-action.js';

export function streamOf(action: OrganisationAction): string {
  switch (action.do) {
    case 'create-team':
    case 'set-team-calendar':
    case 'name-manager':
      return `team-${action.team}`;
    case 'create-pool':
      return `pool-${action.pool}`;
    default:
      return `rep-${action.rep}`;
  }
}
