import { captured, given, LEAD, move, past } from './given-lead.fixture.js';
import { holderAt } from './lead-state.js';

const call = (at: string, automatic = false) =>
  past(
    'lead.follow-up-recorded',
    { followUpId: at, type: 'call', direction: 'outbound', outcome: null, automatic, by: 'Ana', sealedNote: null },
    at,
  );

describe('the fold of a lead', () => {
  it('R0.3 T16 idle counts from follow-ups that a human made, not from edits', () => {
    const { state } = given(
      captured(),
      call('2026-03-04T10:00:00Z'),
      past('lead.attributes-changed', { attributes: { note: 'edited' } }, '2026-03-06T10:00:00Z'),
      call('2026-03-07T10:00:00Z', true),
      call('2026-03-03T10:00:00Z'),
    );
    expect(state.lastFollowUpAt).toBe(Date.parse('2026-03-04T10:00:00Z'));
  });

  it('T15 the present holder has an open interval from the event on', () => {
    const { state } = given(captured(), past('lead.claimed', move('Ana'), '2026-03-02T10:00:00Z'));
    expect(holderAt(state, Date.parse('2099-01-01T00:00:00Z'))).toMatchObject({ to: { id: 'Ana' }, until: null, cause: 'lead.claimed' });
    expect(holderAt(state, Date.parse('2026-02-01T00:00:00Z'))).toBeNull();
  });

  it('T14 T22 A to B to C within one millisecond is three events in the order of their revisions', () => {
    const at = '2026-03-02T10:00:00.000Z';
    const { state } = given(captured(), ...['Ana', 'Bo', 'Cy'].map((id) => past('lead.transferred', move(id, 'x'), at)));
    expect(state.ownership.map(({ to, revision }) => [(to as { id: string }).id, revision])).toEqual([
      ['intake', 0],
      ['Ana', 1],
      ['Bo', 2],
      ['Cy', 3],
    ]);
    expect(holderAt(state, Date.parse(at))?.to).toEqual({ kind: 'person', id: 'Cy' });
  });

  it('T17 an unknown time takes the bound of the event before it, the first −infinity', () => {
    const unknown = { precision: 'unknown' as const, value: null };
    expect(given({ ...captured(), at: unknown }).state).toMatchObject({ capturedAt: -Infinity, ownership: [{ start: -Infinity }] });
    const { state } = given(captured(), past('lead.assigned', move('Ana'), unknown));
    expect(state.ownership.at(-1)).toMatchObject({ start: Date.parse('2026-03-01T09:00:00Z'), to: { id: 'Ana' } });
  });

  it('R6.1 what a retracted import brought is void; what others added stays', () => {
    const { state } = given(
      captured(undefined, 'crm-1'),
      past('lead.assigned', move('Ana'), '2026-03-02T10:00:00Z', { importId: 'crm-1' }),
      past('lead.assigned', move('Bo'), '2026-03-03T10:00:00Z'),
      past('lead.won', { value: null, reason: null }, '2026-03-04T10:00:00Z', { importId: 'crm-1' }),
      past('lead.import-retracted', { importId: 'crm-1' }, '2026-03-05T10:00:00Z'),
    );
    expect(state).toMatchObject({ status: 'none', leadId: null, revision: 4, retractedImports: ['crm-1'] });
    expect(state.ownership.map(({ to }) => to)).toEqual([{ kind: 'person', id: 'Bo' }]);
  });

  it('R6.1 what comes behind the retraction of its import is void as well', () => {
    const { state } = given(
      captured(),
      past('lead.import-retracted', { importId: 'crm-1' }, '2026-03-05T10:00:00Z'),
      past('lead.assigned', move('Ana'), '2026-03-02T10:00:00Z', { importId: 'crm-1' }),
    );
    expect(state).toMatchObject({ status: 'open', revision: 2, ownership: [{ to: { kind: 'pool' } }] });
  });

  it('a lead captured again after a retraction is there again', () => {
    const { state } = given(
      captured(undefined, 'crm-1'),
      past('lead.import-retracted', { importId: 'crm-1' }, '2026-03-05T10:00:00Z'),
      captured('2026-03-02T10:00:00Z', 'crm-2'),
    );
    expect(state).toMatchObject({ status: 'open', leadId: LEAD, revision: 2 });
  });

  it('recorded time never goes back', () => {
    expect(given(captured(), call('2026-03-02T10:00:00Z')).state.knownAt).toBe('2026-03-08T00:00:01.000Z');
  });
});
