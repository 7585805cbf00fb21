import { captured, given, move, past } from '../given-lead.fixture.js';

const held = [captured(), past('lead.assigned', move('Ana'), '2026-03-02T10:00:00Z')];

describe('release a lead', () => {
  it('the owner gives it back', () => {
    given(...held)
      .when({ do: 'release-lead', pool: 'North' }, { by: 'Ana' })
      .then('lead.released', { to: { kind: 'pool', id: 'North' }, team: 'North', previous: { kind: 'person', id: 'Ana' }, reason: null });
  });

  it('someone else needs the right to', () => {
    given(...held)
      .when({ do: 'release-lead' }, { by: 'Bo' })
      .thenRejected('LEAD.NOT_OWNER');
    given(...held)
      .when({ do: 'release-lead' }, { by: 'Bo', rights: ['release-leads-of-others'] })
      .thenFindings();
    given(...held)
      .when({ do: 'release-lead' }, { by: 'Mia', actingRep: 'Ana' })
      .thenFindings();
  });

  it('what a pool has cannot be given back', () => {
    given(captured()).when({ do: 'release-lead' }).thenRejected('LEAD.NOT_HELD');
  });
});
