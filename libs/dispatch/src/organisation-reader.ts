import { type EventLog, type Fold, foldStream } from '#libs/event-store';
import { evolveGroup, type GroupState, initialGroup } from './group.evolve.js';
import { type OrganisationReader } from './organisation-reader.port.js';
import { initialRep, type RepState, teamAt } from './rep-state.js';
import { evolveRep } from './rep.evolve.js';

export const repFold: Fold<RepState> = { initial: initialRep, evolve: evolveRep };
export const groupFold: Fold<GroupState> = { initial: initialGroup, evolve: evolveGroup };

/** The pool that exists without anyone creating it. */
const INTAKE = { name: 'Intake', team: null };

/** Reads the streams of the organisation at each question: never older than the log. */
export function organisationReader(log: EventLog): OrganisationReader {
  return {
    async rep(id) {
      const { state } = await foldStream(log, `rep-${id}`, repFold);
      if (state.status === 'none') return null;
      return { id, name: state.name, active: state.status === 'active', teamAt: (at) => teamAt(state, at) };
    },
    async team(id) {
      const { state } = await foldStream(log, `team-${id}`, groupFold);
      return state.exists ? { name: state.name } : null;
    },
    async pool(id) {
      const { state } = await foldStream(log, `pool-${id}`, groupFold);
      if (state.exists) return { name: state.name, team: state.team };
      return id === 'intake' ? INTAKE : null;
    },
  };
}
