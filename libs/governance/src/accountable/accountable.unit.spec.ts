import { type RecordedLedgerEvent } from '#libs/contracts';
import { accountableFor, type AccountableState, domainsOf, evolveAccountable, initialAccountable } from './accountable-state.js';
import { decideNaming } from './name-accountable/name-accountable.decide.js';

const naming = { do: 'name-accountable', domain: 'pipeline', person: 'mia', reason: 'runs operations' } as const;
const works = { rep: { active: true }, isLeaving: false, isTeam: false };

function named(...said: readonly (readonly [domain: string, person: string])[]): AccountableState {
  return said.reduce((state, [domain, person], index) => {
    const data = { domain, person, previous: null, reason: 'r' };
    const metadata = { occurredAt: { precision: 'instant', value: `2026-03-0${index + 1}T00:00:00.000Z` } };
    return evolveAccountable(state, {
      type: 'settings.accountable-named',
      id: `e${index}`,
      data,
      metadata,
    } as unknown as RecordedLedgerEvent);
  }, initialAccountable);
}

describe('who is accountable', () => {
  it('R1.2 exactly one person: naming another replaces the one before', () => {
    const state = named(['pipeline', 'ana'], ['pipeline', 'mia']);
    expect(accountableFor(state, 'pipeline')).toMatchObject({ person: 'mia' });
    expect(domainsOf(state, 'ana')).toEqual([]);
    expect(decideNaming(named(['pipeline', 'ana']), naming, works)).toMatchObject({
      events: [{ data: { person: 'mia', previous: 'ana' } }],
    });
    expect(decideNaming(named(['pipeline', 'mia']), naming, works)).toEqual({ kind: 'events', events: [] });
  });

  it('R1.2 a team, a stranger, someone who left and a missing reason are refused', () => {
    const codes = (...asked: Parameters<typeof decideNaming>): string[] => {
      const decision = decideNaming(...asked);
      return decision.kind === 'rejected' ? decision.violations.map(({ code }) => code) : [];
    };
    expect(codes({}, { ...naming, reason: ' ' }, { rep: null, isLeaving: false, isTeam: true })).toEqual([
      'ACCOUNTABLE.TEAM',
      'REASON.MISSING',
    ]);
    expect(codes({}, naming, { rep: null, isLeaving: false, isTeam: false })).toEqual(['REP.NOT_FOUND']);
    expect(codes({}, naming, { rep: { active: false }, isLeaving: false, isTeam: false })).toEqual(['REP.INACTIVE']);
  });

  it('the person of the pipeline stands in where a domain has nobody', () => {
    const state = named(['pipeline', 'mia'], ['contacts', 'cy']);
    expect(accountableFor(state, 'contacts')).toMatchObject({ person: 'cy' });
    expect(accountableFor(state, 'deals')).toMatchObject({ person: 'mia', domain: 'pipeline' });
    expect(accountableFor(initialAccountable, 'deals')).toBeNull();
  });
});
