import { type Holder } from '#libs/contracts';
import { captured, given, LEAD, move, past } from '../given-lead.fixture.js';
import { holderAt } from '../lead-state.js';

const history = [
  captured(),
  past('lead.assigned', move('Ana'), '2026-03-02T10:00:00Z'),
  past('lead.transferred', move('Bo', 'holiday'), '2026-03-08T10:00:00Z'),
];
const bo = { kind: 'person' as const, id: 'Bo' };
const since = '2026-03-05T08:00:00Z';

describe('correct ownership', () => {
  it('says afterwards who had it, since when and why', () => {
    given(...history)
      .when({ do: 'correct-ownership', to: bo, reason: 'entered late', until: '2026-03-06T00:00:00+01:00' }, { at: since })
      .then('lead.ownership-corrected', { to: bo, team: 'North', until: '2026-03-05T23:00:00.000Z', reason: 'entered late' });
  });

  it('needs a reason, a time that has been, and an end after it', () => {
    given(...history)
      .when({ do: 'correct-ownership', to: bo, reason: '', until: '2026-03-05T08:00:00Z' }, { at: since })
      .thenRejected('REASON.MISSING', 'CORRECTION.ENDS_BEFORE_IT_BEGINS');
    given(...history)
      .when({ do: 'correct-ownership', to: bo, reason: 'x' }, { at: '2026-03-11T00:00:00Z' })
      .thenRejected('OCCURRED_AT.IN_FUTURE');
    given(...history)
      .when({ do: 'correct-ownership', to: bo, reason: 'x' }, { at: '2026-02-11T00:00:00Z' })
      .thenRejected('CORRECTION.BEFORE_CAPTURE');
    given(...history)
      .when({ do: 'correct-ownership', to: bo, reason: 'x', until: '2026-03-32T00:00:00Z' }, { at: { precision: 'unknown', value: null } })
      .thenRejected('OCCURRED_AT.UNKNOWN', 'INSTANT.MALFORMED', 'CORRECTION.SINCE_MISSING');
  });

  it('names somebody who works here or did, also where history may name anyone', () => {
    const correct = (to: Holder, enforcement: 'block' | 'record-only' = 'block') =>
      given(...history).when({ do: 'correct-ownership', to, reason: 'x' }, { at: since, enforcement });
    correct({ kind: 'person', id: 'Bob' }).thenRejected('REP.NOT_FOUND');
    correct({ kind: 'pool', id: 'Nrth' }).thenRejected('POOL.NOT_FOUND');
    correct({ kind: 'person', id: 'Cy' }).thenFindings();
    correct({ kind: 'unknown' }).thenFindings();
    correct({ kind: 'person', id: 'Bob' }, 'record-only').thenFindings();
  });

  it('a date is taken in its zone', () => {
    const day = { precision: 'day' as const, value: '2026-03-05', zone: 'Europe/Berlin' };
    expect(given(...history).when({ do: 'correct-ownership', to: bo, reason: 'x' }, { at: day }).time.start).toBe(
      Date.parse('2026-03-04T23:00:00Z'),
    );
    given(...history)
      .when({ do: 'correct-ownership', to: bo, reason: 'x' }, { at: { ...day, zone: 'Mars/Olympus', value: '2026-02-30' } })
      .thenRejected('OCCURRED_AT.MALFORMED');
  });

  it('R5.1 holds until the next ownership event by (start, revision), or until its own end', () => {
    const correct = (until: string | null) =>
      past('lead.ownership-corrected', { to: bo, team: null, until, reason: 'entered late' }, since);
    const owner = (state: Parameters<typeof holderAt>[0], at: string) => holderAt(state, Date.parse(at))?.to;
    const open = given(...history, correct(null)).state;
    expect(open.leadId).toBe(LEAD);
    expect(owner(open, '2026-03-04T00:00:00Z')).toEqual({ kind: 'person', id: 'Ana' });
    expect(owner(open, '2026-03-07T00:00:00Z')).toEqual(bo);
    const ended = given(...history, correct('2026-03-06T00:00:00.000Z')).state;
    expect(owner(ended, '2026-03-05T12:00:00Z')).toEqual(bo);
    expect(owner(ended, '2026-03-07T00:00:00Z')).toEqual({ kind: 'person', id: 'Ana' });
  });
});
