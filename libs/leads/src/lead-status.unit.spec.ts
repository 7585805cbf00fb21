import { captured, given, intake, LEAD, move, past } from './given-lead.fixture.js';
import { holderAt } from './lead-state.js';

const won = past('lead.won', { value: null, reason: null }, '2026-03-03T10:00:00Z');

describe('closing and reopening', () => {
  it('a lead is won with its value, in one currency', () => {
    given(captured())
      .when({ do: 'win-lead', value: { amount: '1200.50', currency: 'EUR' } })
      .then('lead.won', { value: { amount: '1200.50', currency: 'EUR' }, reason: null });
    given(captured())
      .when({ do: 'win-lead', value: { amount: '12e3', currency: 'EURO' } })
      .thenRejected('MONEY.AMOUNT_MALFORMED', 'MONEY.CURRENCY_UNKNOWN');
  });

  it('lost, closed and invalid end the work as well', () => {
    given(captured()).when({ do: 'lose-lead', reason: 'price' }).then('lead.lost', { reason: 'price' });
    given(captured()).when({ do: 'close-lead', disposition: 'no_fit' }).then('lead.closed', { disposition: 'no_fit', reason: null });
    given(captured()).when({ do: 'mark-lead-invalid', reason: 'spam' }).then('lead.marked-invalid', { reason: 'spam' });
    given(captured()).when({ do: 'mark-lead-invalid', reason: '' }).thenRejected('REASON.MISSING');
  });

  it('a closed lead is worked again only after it was reopened', () => {
    for (const action of [
      { do: 'win-lead' },
      { do: 'lose-lead' },
      { do: 'close-lead', disposition: 'no_fit' },
      { do: 'mark-lead-invalid', reason: 'spam' },
      { do: 'enter-stage', stage: 'SQL' },
      { do: 'plan-next-action', action: 'call', dueAt: '2026-03-12T09:00:00Z' },
      { do: 'assign-lead', to: { kind: 'person', id: 'Ana' } },
    ] as const)
      given(captured(), won).when(action).thenRejected('LEAD.CLOSED');
    given(captured()).when({ do: 'reopen-lead' }).thenRejected('LEAD.NOT_CLOSED');
  });

  it('T18 reopening keeps the owner', () => {
    const before = [captured(), past('lead.assigned', move('Bo'), '2026-03-02T10:00:00Z'), won];
    given(...before)
      .when({ do: 'reopen-lead', reason: 'back' }, { by: 'Ana' })
      .then('lead.reopened', { reason: 'back' });
    const { state } = given(...before, past('lead.reopened', { reason: 'back' }, '2026-03-05T10:00:00Z', { by: 'Ana' }));
    expect(state.status).toBe('open');
    expect(holderAt(state, Date.parse('2026-03-06T00:00:00Z'))?.to).toEqual({ kind: 'person', id: 'Bo' });
  });

  it('history keeps what happened to a closed lead, with a finding', () => {
    given(captured(), won).when({ do: 'lose-lead' }, { enforcement: 'record-only' }).thenFindings('LEAD.CLOSED');
  });
});

describe('stage, next action, attributes', () => {
  it('a stage names the one before it', () => {
    const inMql = past('lead.stage-entered', { stage: 'MQL', process: null, previous: null }, '2026-03-02T10:00:00Z');
    given(captured(), inMql)
      .when({ do: 'enter-stage', stage: 'SQL' })
      .then('lead.stage-entered', { stage: 'SQL', process: null, previous: 'MQL' });
    given(captured(), inMql).when({ do: 'enter-stage', stage: 'MQL' }).thenRejected('STAGE.ALREADY_ENTERED');
  });

  it('a next action is the owner’s, in canonical time', () => {
    const { decision } = given(captured(), past('lead.claimed', move('Bo'), '2026-03-02T10:00:00Z')).when({
      do: 'plan-next-action',
      action: 'call back',
      dueAt: '2026-03-12T10:00:00+01:00',
    });
    expect(decision).toMatchObject({ events: [{ data: { action: 'call back', dueAt: '2026-03-12T09:00:00.000Z', by: 'Bo' } }] });
    given(captured()).when({ do: 'plan-next-action', action: 'x', dueAt: 'tomorrow' }).thenRejected('INSTANT.MALFORMED');
  });

  it('attributes are typed clear facts', () => {
    given(captured())
      .when({ do: 'change-attributes', attributes: { region: 'north' } })
      .then('lead.attributes-changed', { attributes: { region: 'north' } });
    given(captured())
      .when({ do: 'change-attributes', attributes: { 'a b': 1, list: [1] as unknown as string } })
      .thenRejected('ATTRIBUTE.NAME_MALFORMED', 'ATTRIBUTE.VALUE_MALFORMED');
    given(captured()).when({ do: 'change-attributes', attributes: {} }).thenRejected('ATTRIBUTE.NONE');
  });
});

describe('capture an inquiry', () => {
  it('starts a lead in the intake pool where there is none, and joins it where it is open', () => {
    given()
      .when({ do: 'capture-inquiry' })
      .then('lead.captured', { leadId: LEAD, personId: null, holder: { kind: 'pool', id: 'intake' }, team: null, inquiry: intake.inquiry });
    given(captured()).when({ do: 'capture-inquiry' }).then('lead.inquiry-received', { personId: null, inquiry: intake.inquiry });
  });

  it('does not join a closed lead, but in history', () => {
    given(captured(), won).when({ do: 'capture-inquiry' }).thenRejected('LEAD.CLOSED');
    given(captured(), won).when({ do: 'capture-inquiry' }, { enforcement: 'record-only' }).thenFindings('LEAD.CLOSED');
  });

  it('R3.3 an arrival for a holder nobody knows goes to the intake pool with a finding', () => {
    const kept = given().when({ do: 'capture-inquiry', holder: { kind: 'person', id: 'Zoe' }, team: 'North' });
    kept.thenFindings('REP.NOT_FOUND');
    expect(kept.decision).toMatchObject({ events: [{ data: { holder: { kind: 'pool', id: 'intake' }, team: null } }] });
  });
});
