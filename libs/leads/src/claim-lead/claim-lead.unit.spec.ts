import { captured, given, move, past } from '../given-lead.fixture.js';

const assigned = past('lead.assigned', move('Bo'), '2026-03-02T10:00:00Z');

describe('claim a lead', () => {
  it('takes an open lead from its pool, for the team of the rep', () => {
    given(captured())
      .when({ do: 'claim-lead', rep: 'Ana' })
      .then('lead.claimed', { to: { kind: 'person', id: 'Ana' }, team: 'North', previous: { kind: 'pool', id: 'intake' }, reason: null });
  });

  it('R0.5 the loser gets a conflict that names the winner', () => {
    const { decision } = given(captured(), assigned).when({ do: 'claim-lead', rep: 'Ana' });
    expect(decision).toMatchObject({
      kind: 'rejected',
      violations: [{ code: 'LEAD.ALREADY_CLAIMED', detail: { owner: 'Bo', team: 'North', since: '2026-03-02T10:00:00.000Z' } }],
    });
  });

  it('names every rule that is not met', () => {
    given(captured(), assigned, past('lead.lost', { reason: null }, '2026-03-03T10:00:00Z'))
      .when({ do: 'claim-lead', rep: 'Cy' }, { by: 'Ana' })
      .thenRejected('LEAD.ALREADY_CLAIMED', 'LEAD.CLOSED', 'REP.INACTIVE', 'LEAD.CLAIM_FOR_OTHER');
  });

  it('a rep with the right claims for another', () => {
    given(captured()).when({ do: 'claim-lead', rep: 'Bo' }, { by: 'Ana' }).thenRejected('LEAD.CLAIM_FOR_OTHER');
    given(captured())
      .when({ do: 'claim-lead', rep: 'Bo' }, { by: 'Ana', rights: ['claim-for-others'] })
      .thenFindings();
  });

  it('a claim with a clock behind does not slip under the claim before it', () => {
    const claimed = past('lead.claimed', move('Bo'), '2026-03-10T11:59:55Z');
    given(captured(), claimed).when({ do: 'claim-lead', rep: 'Ana' }, { at: '2026-03-10T11:59:40Z' }).thenRejected('LEAD.ALREADY_CLAIMED');
  });

  it('history keeps a claim that broke the rule, with a finding', () => {
    const kept = given(captured(), assigned).when(
      { do: 'claim-lead', rep: 'Ana' },
      { enforcement: 'record-only', at: '2026-03-04T10:00:00Z' },
    );
    kept.thenFindings('LEAD.ALREADY_CLAIMED');
    kept.then('lead.claimed', { to: { kind: 'person', id: 'Ana' }, team: 'North', previous: { kind: 'person', id: 'Bo' }, reason: null });
  });
});
