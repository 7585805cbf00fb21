import { type Placed } from './past.features.js';
import { type ReferenceWorld } from './reference-row.features.js';

/** Goes through what was told of a rep, in order of (start, revision), up to an instant. */
export const teamsAmong =
  (past: ReadonlyMap<string, readonly Placed[]>): ReferenceWorld['teamsOf'] =>
  (rep, ms, position) => {
    const teams = new Set<string>();
    for (const event of past.get(`rep-${String(rep)}`) ?? []) {
      if (event.moment.ms > ms || event.position > position) continue;
      if (event.type === 'rep.team-joined' || event.type === 'rep.membership-confirmed') teams.add(event.data.team);
      if (event.type === 'rep.team-left') teams.delete(event.data.team);
      if (event.type === 'rep.deactivated') teams.clear();
    }
    return teams.size === 0 ? null : [...teams].sort().join(', ');
  };
