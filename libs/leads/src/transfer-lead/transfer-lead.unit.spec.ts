import { captured, given, move, past } from '../given-lead.fixture.js';

const held = [captured(), past('lead.assigned', move('Ana'), '2026-03-02T10:00:00Z')];
const bo = { kind: 'person' as const, id: 'Bo' };

describe('transfer a lead', () => {
  it('hands over from the one who has it, with the reason', () => {
    given(...held)
      .when({ do: 'transfer-lead', to: bo, reason: 'Ana is in training' }, { by: 'Mia' })
      .then('lead.transferred', { to: bo, team: 'North', previous: { kind: 'person', id: 'Ana' }, reason: 'Ana is in training' });
  });

  it('needs a reason and someone else', () => {
    given(...held)
      .when({ do: 'transfer-lead', to: { kind: 'person', id: 'Ana' }, reason: ' ' })
      .thenRejected('REASON.MISSING', 'LEAD.SAME_HOLDER');
  });

  it('to the same person for another team is a hand-over, for the same team none', () => {
    const toAna = { do: 'transfer-lead' as const, to: { kind: 'person' as const, id: 'Ana' }, reason: 'Ana works for South now' };
    given(...held)
      .when({ ...toAna, team: 'South' })
      .then('lead.transferred', { to: toAna.to, team: 'South', previous: toAna.to, reason: toAna.reason });
    given(...held)
      .when({ ...toAna, team: 'North' })
      .thenRejected('LEAD.SAME_HOLDER');
  });
});
