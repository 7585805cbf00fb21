import fc from 'fast-check';
import { type LedgerEvent, type OccurredAt } from '#libs/contracts';
import { evolveRep, initialRep, isMember, organisationProjection } from '#libs/dispatch';
import { day, History, unknownTime } from '../testing/history.features.js';
import { pastOf } from './past.features.js';
import { teamsAmong } from './rep-teams.features.js';

const TEAMS = ['field', 'inbound'];
const START = Date.UTC(2026, 2, 1);
const HOUR = 3_600_000;
const KNOWN = '2026-04-01T00:00:00.000Z';

const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('rep.team-joined' as const), team: fc.constantFrom(...TEAMS) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('rep.team-left' as const), team: fc.constantFrom(...TEAMS) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('rep.membership-confirmed' as const, 'rep.membership-changed' as const),
      team: fc.constantFrom(...TEAMS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('rep.deactivated' as const, 'rep.joined' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rep.import-retracted' as const), importId: fc.constantFrom('imp0', 'imp1') }) },
);
const step = fc.record({
  event,
  /** In no order: late entries are the rule, and equal times frequent. */
  hour: fc.nat({ max: 12 }),
  clock: fc.nat({ max: 5 }),
  importId: fc.option(fc.constantFrom('imp0', 'imp1'), { freq: 2 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function ledgerEvent({ event: told }: Step): LedgerEvent {
  switch (told.type) {
    case 'rep.deactivated':
      return { type: told.type, data: { reason: null } };
    case 'rep.joined':
      return { type: told.type, data: { repId: 'ana', name: 'Ana', attributes: {} } };
    case 'rep.import-retracted':
      return { type: told.type, data: { importId: told.importId } };
    case 'rep.membership-changed':
      return { type: told.type, data: { team: told.team, role: 'senior', weight: 2 } };
    default:
      return { type: told.type, data: { team: told.team } };
  }
}

function timeOf({ hour, clock }: Step): OccurredAt {
  if (clock === 0) return unknownTime;
  if (clock === 1) return day('2026-03-01', 'Europe/Berlin');
  return { precision: 'instant', value: new Date(START + hour * HOUR).toISOString() };
}

function historyOf(steps: readonly Step[]): History {
  const history = new History();
  history.add(
    'rep-ana',
    { type: 'rep.joined', data: { repId: 'ana', name: 'Ana', attributes: {} } },
    { occurredAt: unknownTime, knownAt: KNOWN },
  );
  for (const each of steps) {
    const isRetraction = each.event.type === 'rep.import-retracted';
    history.add('rep-ana', ledgerEvent(each), {
      knownAt: KNOWN,
      occurredAt: isRetraction && each.clock === 0 ? timeOf({ ...each, clock: 2 }) : timeOf(each),
      ...(each.importId !== null && !isRetraction && { importId: each.importId }),
    });
  }
  return history;
}

/** `["2026-03-01T00:00:00.000Z","infinity")` */
function holds(range: string, at: number): boolean {
  const [from, to] = range
    .slice(1, -1)
    .split(',')
    .map((bound) => bound.replaceAll('"', ''));
  return (from === '-infinity' || Date.parse(from!) <= at) && (to === 'infinity' || at < Date.parse(to!));
}

it('R0.22 who joined and left teams when, told in any order, is the same in dispatch, in the organisation’s tables and in reports', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => {
      const { events } = historyOf(steps);
      const rep = events.reduce(evolveRep, initialRep);
      const rows = organisationProjection.rowsOf('rep-ana', events)['team_membership'] ?? [];
      const reported = teamsAmong(pastOf(events, Infinity, null));
      for (let hour = -3; hour < 14; hour++) {
        const at = START + hour * HOUR + 1;
        const inReports = reported('ana', at, Infinity)?.split(', ') ?? [];
        expect(TEAMS.filter((team) => isMember(rep, team, at))).toEqual(inReports);
        const inTables = rows.flatMap(({ team, effective }) => (holds(String(effective), at) ? [String(team)] : []));
        expect(inTables.sort()).toEqual(inReports);
      }
    }),
    { numRuns: 500 },
  );
});
