import { derivedId } from '#libs/platform';
import { captured, given, past } from '../given-lead.fixture.js';
import { type RecordFollowUp } from '../lead-action.js';

const call: RecordFollowUp = { do: 'record-follow-up', type: 'call', direction: 'outbound', outcome: 'reached' };

describe('record a follow-up', () => {
  it('credits the rep who acts, unless another is named or nobody made it', () => {
    const data = { followUpId: derivedId('follow-up', 'test'), type: 'call', direction: 'outbound', outcome: 'reached', sealedNote: null };
    given(captured())
      .when(call, { by: 'Ana' })
      .then('lead.follow-up-recorded', { ...data, automatic: false, by: 'Ana' });
    given(captured())
      .when({ ...call, by: 'Bo' })
      .then('lead.follow-up-recorded', { ...data, automatic: false, by: 'Bo' });
    given(captured())
      .when({ ...call, automatic: true })
      .then('lead.follow-up-recorded', { ...data, automatic: true, by: null });
  });

  it('R5.4 may be entered late, on a closed lead too', () => {
    const given_ = given(captured(), past('lead.won', { value: null, reason: null }, '2026-03-03T10:00:00Z'));
    const late = given_.when(call, { at: '2026-03-02T10:00:00Z' });
    late.thenFindings();
    expect(late.time.occurredAt).toEqual({ precision: 'instant', value: '2026-03-02T10:00:00.000Z' });
  });

  it('R3.3 is of somebody who works or worked here; history may name anyone', () => {
    const by = (rep: string, enforcement: 'block' | 'record-only' = 'block') =>
      given(captured()).when({ ...call, by: rep }, { enforcement });
    by('Nobody').thenRejected('REP.NOT_FOUND');
    by('Cy').thenFindings();
    by('Nobody', 'record-only').thenFindings();
    const plan = { do: 'plan-next-action', action: 'call', dueAt: '2026-03-20T10:00:00Z' } as const;
    given(captured())
      .when({ ...plan, by: 'Nobody' })
      .thenRejected('REP.NOT_FOUND');
    given(captured())
      .when({ ...plan, by: 'Cy' })
      .thenRejected('REP.INACTIVE');
    given(captured())
      .when({ ...plan, by: 'Bo' })
      .thenFindings();
  });

  it('R3.3 names all that is wrong at once', () => {
    given(captured())
      .when({ ...call, type: ' ', direction: 'sideways' as 'inbound', by: '' })
      .thenRejected('FIELD.BLANK', 'FOLLOW_UP.DIRECTION_UNKNOWN', 'ID.MALFORMED');
  });
});
