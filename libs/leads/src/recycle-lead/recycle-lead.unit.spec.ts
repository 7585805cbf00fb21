import { captured, given, move, past } from '../given-lead.fixture.js';

const held = [captured(), past('lead.assigned', move('Ana'), '2026-03-02T10:00:00Z')];

describe('recycle a lead', () => {
  it('returns it to a pool', () => {
    given(...held)
      .when({ do: 'recycle-lead', pool: 'North', reason: 'idle' })
      .then('lead.recycled', { to: { kind: 'pool', id: 'North' }, team: 'North', previous: { kind: 'person', id: 'Ana' }, reason: 'idle' });
  });

  it('only what a person or a team has', () => {
    given(captured()).when({ do: 'recycle-lead' }).thenRejected('LEAD.NOT_HELD');
  });

  it('an automation dates it at its due time; a change of owner since makes it void', () => {
    const due = { kind: 'automation' as const, by: 'recycling', at: '2026-03-09T00:00:00Z' };
    const recycled = given(...held).when({ do: 'recycle-lead' }, due);
    recycled.thenFindings();
    expect(recycled.time.occurredAt).toEqual({ precision: 'instant', value: '2026-03-09T00:00:00.000Z' });
    given(...held, past('lead.transferred', move('Bo', 'cover'), '2026-03-09T08:00:00Z'))
      .when({ do: 'recycle-lead' }, due)
      .thenRejected('LEAD.CHANGED_HANDS');
  });
});
