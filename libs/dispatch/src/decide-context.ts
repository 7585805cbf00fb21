import { type DecideContext } from './decision.js';
import { type OrganisationAction } from './organisation-action.js';
import { type PeopleReader } from './people-reader.js';
import { initialRep, type RepState } from './rep-state.js';

/** What an action names besides what it acts on. */
interface Names {
  readonly team?: string | null;
  readonly calendar?: string | null;
  readonly person?: string | null;
}

function namesOf(action: OrganisationAction, rep: RepState | null): Names {
  switch (action.do) {
    case 'join-team':
    case 'create-pool':
    case 'set-on-call':
      return { team: action.team ?? null };
    case 'set-calendar':
    case 'set-team-calendar':
      return { calendar: action.calendar };
    case 'name-manager':
      return { person: action.person };
    case 'announce-absence':
      return { person: action.cover ?? null };
    case 'change-absence': {
      const known = rep?.absences.find(({ absenceId }) => absenceId === action.absenceId);
      return { person: action.cover === undefined ? (known?.cover ?? null) : action.cover };
    }
    default:
      return {};
  }
}

/** Reads what a decision on a rep (or, with null, on a team or a pool) needs to know of others. `at` in milliseconds since the epoch. */
export async function contextOf(
  people: PeopleReader,
  action: OrganisationAction,
  rep: RepState | null,
  at: number,
  said: { readonly newId: string; readonly organisationZone: string },
): Promise<DecideContext> {
  const { team = null, calendar = null, person = null } = namesOf(action, rep);
  const [ofTeam, ofCalendar, named, worksBy] = await Promise.all([
    team === null ? null : people.team(team),
    calendar === null ? null : people.calendar(calendar),
    person === null ? initialRep : people.rep(person),
    rep === null ? null : people.calendarOf(rep, at),
  ]);
  return {
    at,
    imported: false,
    teamExists: ofTeam?.exists ?? true,
    calendarExists: ofCalendar === null || ofCalendar.versions.length > 0,
    named,
    zone: worksBy?.zone ?? said.organisationZone,
    newId: said.newId,
    duties: [],
  };
}

/** Facts of an import are kept as they were: whom they name is not asked. */
export const importContext = (at: number, newId: string): DecideContext => ({
  at,
  imported: true,
  teamExists: true,
  calendarExists: true,
  named: { ...initialRep, status: 'active' },
  zone: 'UTC',
  newId,
  duties: [],
});
