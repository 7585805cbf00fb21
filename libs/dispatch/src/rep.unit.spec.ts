import { type EventData, type EventType, type OccurredAt, type RecordedLedgerEvent } from '#libs/contracts';
import { type DecideContext, type Decision } from './decision.js';
import { decideRepAction } from './organisation-action.decide.js';
import { type RepAction } from './organisation-action.js';
import { initialRep, teamAt } from './rep-state.js';
import { evolveRep } from './rep.evolve.js';

const unknown: OccurredAt = { precision: 'unknown', value: null };
const at = (value: string): OccurredAt => ({ precision: 'instant', value: new Date(value).toISOString() });

const event =
  <T extends EventType>(type: T, data: EventData<T>, occurredAt: OccurredAt, importId?: string) =>
  (revision: number) =>
    ({
      id: `e${revision}`,
      stream: 'rep-Ana',
      revision,
      type,
      data,
      metadata: {
        actor: { kind: 'person', id: 'Mia', assurance: 'token' },
        commandId: `c${revision}`,
        commandHash: 'h',
        correlationId: 'c',
        causationId: 'c',
        occurredAt,
        knownAt: '2026-03-01T00:00:00.000Z',
        schemaVersion: 1,
        ...(importId !== undefined && { importId }),
      },
    }) as RecordedLedgerEvent;

const joined = event('rep.joined', { repId: 'Ana', name: 'Ana', attributes: {} }, at('2026-01-01T08:00:00Z'));
const inNorth = event('rep.team-joined', { team: 'North' }, at('2026-01-02T00:00:00Z'));
const given = (...events: readonly ((revision: number) => RecordedLedgerEvent)[]) =>
  events.map((make, revision) => make(revision)).reduce(evolveRep, initialRep);

const context: DecideContext = {
  at: Date.parse('2026-03-01T00:00:00Z'),
  imported: false,
  teamExists: true,
  calendarExists: true,
  named: initialRep,
  zone: 'Europe/Berlin',
  newId: 'new',
  duties: [],
};
const when = (state: ReturnType<typeof given>, action: RepAction, said: Partial<DecideContext> = {}) =>
  decideRepAction(state, action, { ...context, ...said });
const codes = (decision: Decision) => (decision.kind === 'rejected' ? decision.violations.map(({ code }) => code) : []);
const types = (decision: Decision) => (decision.kind === 'events' ? decision.events.map(({ type }) => type) : []);

describe('a rep', () => {
  it('R0.22 is in a team from joining to leaving, and nobody changes the past', () => {
    const moved = given(
      joined,
      inNorth,
      event('rep.team-left', { team: 'North' }, at('2026-02-01T00:00:00Z')),
      event('rep.team-joined', { team: 'South' }, at('2026-02-01T00:00:00Z')),
    );
    expect(teamAt(moved, Date.parse('2026-01-01T12:00:00Z'))).toBeNull();
    expect(teamAt(moved, Date.parse('2026-01-31T23:59:59Z'))).toBe('North');
    expect(teamAt(moved, Date.parse('2026-02-01T00:00:00Z'))).toBe('South');
  });

  it('who history says was always in a team is in it at any time', () => {
    const imported = given(joined, event('rep.team-joined', { team: 'North' }, at('2026-01-02T00:00:00Z')));
    expect(teamAt(given(event('rep.team-joined', { team: 'North' }, unknown)), Date.parse('1999-01-01T00:00:00Z'))).toBe('North');
    expect(teamAt(imported, Date.parse('1999-01-01T00:00:00Z'))).toBeNull();
  });

  it('joins once; told again with another name the profile changes, told the same nothing happens', () => {
    expect(types(when(given(), { do: 'join-rep', rep: 'Ana', name: 'Ana' }))).toEqual(['rep.joined']);
    expect(types(when(given(joined), { do: 'join-rep', rep: 'Ana', name: 'Ana' }))).toEqual([]);
    expect(types(when(given(joined), { do: 'join-rep', rep: 'Ana', name: 'Ana B.' }))).toEqual(['rep.profile-changed']);
    expect(codes(when(given(), { do: 'join-rep', rep: '', name: ' ', attributes: { 'a b': 1 } }))).toEqual([
      'ID.MALFORMED',
      'NAME.MALFORMED',
      'ATTRIBUTE.MALFORMED',
    ]);
  });

  it('joins a team that exists while working here, leaves one it is in', () => {
    const joinNorth: RepAction = { do: 'join-team', rep: 'Ana', team: 'North' };
    expect(types(when(given(joined), joinNorth))).toEqual(['rep.team-joined']);
    expect(types(when(given(joined, inNorth), joinNorth))).toEqual([]);
    expect(codes(when(given(), joinNorth, { teamExists: false }))).toEqual(['REP.NOT_FOUND', 'TEAM.NOT_FOUND']);
    expect(types(when(given(joined, inNorth), { do: 'leave-team', rep: 'Ana', team: 'North' }))).toEqual(['rep.team-left']);
    expect(codes(when(given(joined), { do: 'leave-team', rep: 'Ana', team: 'North' }))).toEqual(['TEAM.NOT_A_MEMBER']);
  });

  it('who is deactivated is in no team from then on', () => {
    const gone = given(joined, inNorth, event('rep.deactivated', { reason: null }, at('2026-02-01T00:00:00Z')));
    expect(gone.status).toBe('inactive');
    expect(teamAt(gone, Date.parse('2026-01-15T00:00:00Z'))).toBe('North');
    expect(teamAt(gone, Date.parse('2026-02-15T00:00:00Z'))).toBeNull();
    expect(codes(when(gone, { do: 'deactivate-rep', rep: 'Ana' }))).toEqual(['REP.INACTIVE']);
    expect(types(when(gone, { do: 'join-rep', rep: 'Ana', name: 'Ana' }))).toEqual(['rep.joined']);
  });

  it('R6.1 what a retracted import brought is void', () => {
    const { status, memberships } = given(
      joined,
      event('rep.team-joined', { team: 'South' }, unknown, 'crm-1'),
      inNorth,
      event('rep.import-retracted', { importId: 'crm-1' }, at('2026-03-01T00:00:00Z')),
    );
    expect(status).toBe('active');
    expect(memberships.map(({ team }) => team)).toEqual(['North']);
  });
});
