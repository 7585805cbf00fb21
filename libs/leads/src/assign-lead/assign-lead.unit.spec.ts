import { captured, given, move, past } from '../given-lead.fixture.js';

const ana = { kind: 'person' as const, id: 'Ana' };

describe('assign a lead', () => {
  it('T18 the previous holder is who had the lead, whoever acts', () => {
    given(captured(), past('lead.assigned', move('Bo'), '2026-03-02T10:00:00Z'))
      .when({ do: 'assign-lead', to: ana, reason: 'nearer' }, { by: 'Mia' })
      .then('lead.assigned', { to: ana, team: 'North', previous: { kind: 'person', id: 'Bo' }, reason: 'nearer' });
  });

  it('a lead that does not exist cannot be assigned, under any enforcement', () => {
    given().when({ do: 'assign-lead', to: ana }).thenRejected('LEAD.NOT_FOUND');
    given().when({ do: 'assign-lead', to: ana }, { enforcement: 'record-only' }).thenRejected('LEAD.NOT_FOUND');
  });

  it('a holder must exist, be somebody, and work here', () => {
    given(captured())
      .when({ do: 'assign-lead', to: { kind: 'person', id: 'Zoe' } })
      .thenRejected('REP.NOT_FOUND');
    given(captured())
      .when({ do: 'assign-lead', to: { kind: 'person', id: 'Cy' } })
      .thenRejected('REP.INACTIVE');
    given(captured())
      .when({ do: 'assign-lead', to: { kind: 'team', id: 'South' } })
      .thenRejected('TEAM.NOT_FOUND');
    given(captured())
      .when({ do: 'assign-lead', to: { kind: 'pool', id: 'South' } })
      .thenRejected('POOL.NOT_FOUND');
    given(captured())
      .when({ do: 'assign-lead', to: { kind: 'unknown' } })
      .thenRejected('HOLDER.UNKNOWN');
    given(captured())
      .when({ do: 'assign-lead', to: { kind: 'person', id: 'a\nb' } })
      .thenRejected('ID.MALFORMED', 'REP.NOT_FOUND');
  });

  it('changes nothing where the holder has it already, for the same team', () => {
    const held = [captured(), past('lead.assigned', move('Ana'), '2026-03-02T10:00:00Z')];
    given(...held)
      .when({ do: 'assign-lead', to: ana })
      .thenRejected('LEAD.SAME_HOLDER');
    given(...held)
      .when({ do: 'assign-lead', to: ana, team: 'South' })
      .thenFindings();
  });

  it('cannot be back-dated or sent from the future, but by history', () => {
    given(captured()).when({ do: 'assign-lead', to: ana }, { at: '2026-03-05T10:00:00Z' }).thenRejected('OCCURRED_AT.BACK_DATED');
    given(captured()).when({ do: 'assign-lead', to: ana }, { at: '2026-03-10T12:01:00Z' }).thenRejected('OCCURRED_AT.IN_FUTURE');
    given(captured()).when({ do: 'assign-lead', to: ana }, { at: '2026-03-10T12:00:20Z' }).thenFindings();
    given(captured()).when({ do: 'assign-lead', to: ana }, { issuedAt: '2026-03-10T12:05:00Z' }).thenRejected('COMMAND.CLOCK_AHEAD');
    given(captured()).when({ do: 'assign-lead', to: ana }, { at: '2026-03-05T10:00:00Z', enforcement: 'record-only' }).thenFindings();
  });
});
