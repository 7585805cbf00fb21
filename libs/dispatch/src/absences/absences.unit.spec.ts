import { type RecordedLedgerEvent } from '#libs/contracts';
import { type DecideContext, type Decision } from '../decision.js';
import { decideRepAction } from '../organisation-action.decide.js';
import { type RepAction } from '../organisation-action.js';
import { initialRep, type RepState } from '../rep-state.js';
import { evolveRep } from '../rep.evolve.js';

const context: DecideContext = {
  at: Date.parse('2026-04-01T10:00:00Z'),
  imported: false,
  teamExists: true,
  calendarExists: true,
  named: { ...initialRep, status: 'active' },
  zone: 'Europe/Berlin',
  newId: 'new',
  duties: [],
};
const codes = (decision: Decision) => (decision.kind === 'rejected' ? decision.violations.map(({ code }) => code) : []);
const datas = (decision: Decision) => (decision.kind === 'events' ? decision.events.map(({ data }) => data) : []);
const when = (state: RepState, action: RepAction, said: Partial<DecideContext> = {}) =>
  decideRepAction(state, action, { ...context, ...said });
const after = (state: RepState, action: RepAction, said: Partial<DecideContext> = {}): RepState => {
  const decision = when(state, action, said);
  expect(codes(decision)).toEqual([]);
  const metadata = { occurredAt: { precision: 'instant', value: new Date(said.at ?? context.at).toISOString() } };
  return decision.kind === 'events'
    ? decision.events.reduce((fold, event) => evolveRep(fold, { ...event, metadata } as RecordedLedgerEvent), state)
    : state;
};
const ana = after(initialRep, { do: 'join-rep', rep: 'Ana', name: 'Ana' }, { at: Date.parse('2026-01-01T00:00:00Z') });
const holiday: RepAction = {
  do: 'announce-absence',
  rep: 'Ana',
  absenceId: 'easter',
  kind: 'holiday',
  from: '2026-04-02',
  to: '2026-04-10',
  cover: 'Bo',
};

describe('announcing an absence', () => {
  it('days begin and end in the zone of the calendar, across a change of clocks too', () => {
    expect(datas(when(ana, { ...holiday, from: '2026-03-28', to: '2026-03-29' }))).toEqual([
      expect.objectContaining({ from: '2026-03-27T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' }),
    ]);
    expect(datas(when(ana, { ...holiday, from: '2026-03-28', to: '2026-03-28' }, { zone: 'America/New_York' }))).toEqual([
      expect.objectContaining({ from: '2026-03-28T04:00:00.000Z', to: '2026-03-29T04:00:00.000Z' }),
    ]);
  });

  it('from four hours to until further notice', () => {
    const hours: RepAction = {
      do: 'announce-absence',
      rep: 'Ana',
      kind: 'sick',
      from: '2026-04-13T13:00:00+02:00',
      to: '2026-04-13T17:00:00+02:00',
    };
    expect(datas(when(ana, hours))).toEqual([
      { absenceId: 'new', kind: 'sick', from: '2026-04-13T11:00:00.000Z', to: '2026-04-13T15:00:00.000Z', cover: null, note: null },
    ]);
    expect(datas(when(ana, { ...hours, to: null }))).toEqual([expect.objectContaining({ to: null })]);
  });

  it('that ends before it starts is refused', () => {
    expect(codes(when(ana, { ...holiday, to: '2026-04-01' }))).toEqual(['ABSENCE.ENDS_BEFORE_START']);
    expect(codes(when(ana, { ...holiday, from: '2026-04-02T10:00:00Z', to: '2026-04-02T10:00:00Z' }))).toEqual([
      'ABSENCE.ENDS_BEFORE_START',
    ]);
  });

  it('that overlaps another is refused with what to do; one that touches it is not, nor one that was cancelled', () => {
    const away = after(ana, holiday);
    const second = { ...holiday, absenceId: 'second' };
    const refused = when(away, { ...second, from: '2026-04-10', to: '2026-04-12' });
    expect(refused).toMatchObject({
      kind: 'rejected',
      violations: [
        { code: 'ABSENCE.OVERLAPS', message: expect.stringContaining('change or cancel that one first'), detail: { absenceId: 'easter' } },
      ],
    });
    expect(codes(when(away, { ...second, from: '2026-04-11', to: '2026-04-12' }))).toEqual([]);
    expect(codes(when(away, { ...second, from: '2026-03-01', to: null }))).toEqual(['ABSENCE.OVERLAPS']);
    const cancelled = after(away, { do: 'cancel-absence', rep: 'Ana', absenceId: 'easter' });
    expect(codes(when(cancelled, second))).toEqual([]);
    expect(codes(when(away, holiday))).toEqual(['ABSENCE.EXISTS']);
  });

  it('R1.15 a cover who is the absent one, unknown, inactive, away or leaving is refused', () => {
    const bo = { ...initialRep, status: 'active' as const };
    const away = after({ ...bo, id: 'Bo' }, { ...holiday, rep: 'Bo', from: '2026-04-09', to: '2026-04-12', cover: null });
    const named = (cover: string, state: RepState) => codes(when(ana, { ...holiday, cover }, { named: state }));
    expect(named('Ana', bo)).toEqual(['COVER.SELF']);
    expect(named('Bo', initialRep)).toEqual(['COVER.NOT_FOUND']);
    expect(named('Bo', { ...bo, status: 'inactive' })).toEqual(['COVER.INACTIVE']);
    expect(named('Bo', away)).toEqual(['COVER.ABSENT']);
    expect(named('Bo', { ...bo, leave: { lastDay: '2026-04-05', endsAt: Date.parse('2026-04-05T22:00:00Z') } })).toEqual(['COVER.LEAVES']);
    expect(codes(when(ana, { ...holiday, to: '2026-04-08' }, { named: away }))).toEqual([]);
  });

  it('of somebody who does not work here is refused', () => {
    expect(codes(when(initialRep, holiday))).toEqual(['REP.NOT_FOUND']);
    expect(codes(when({ ...ana, status: 'inactive' }, holiday))).toEqual(['REP.INACTIVE']);
  });
});

describe('changing an absence', () => {
  const away = after(ana, holiday);

  it('keeps what is not named; told as it is, nothing happens', () => {
    const change = { do: 'change-absence' as const, rep: 'Ana', absenceId: 'easter' };
    expect(datas(when(away, { ...change, to: '2026-04-03' }))).toEqual([
      { absenceId: 'easter', kind: 'holiday', from: '2026-04-01T22:00:00.000Z', to: '2026-04-03T22:00:00.000Z', cover: 'Bo', note: null },
    ]);
    expect(datas(when(away, { ...change, cover: null, to: null }))).toEqual([expect.objectContaining({ cover: null, to: null })]);
    expect(datas(when(away, { ...change, to: '2026-04-10', cover: 'Bo' }))).toEqual([]);
  });

  it('is judged as announcing is', () => {
    const change = { do: 'change-absence' as const, rep: 'Ana', absenceId: 'easter' };
    expect(codes(when(away, { ...change, from: '2026-05-01' }))).toEqual(['ABSENCE.ENDS_BEFORE_START']);
    expect(codes(when(away, { ...change, from: 'tomorrow' }))).toEqual(['TIME.MALFORMED']);
    expect(codes(when(away, { ...change, absenceId: 'other' }))).toEqual(['ABSENCE.NOT_FOUND']);
    const second = after(away, { ...holiday, absenceId: 'may', from: '2026-05-01', to: '2026-05-10' });
    expect(codes(when(second, { ...change, to: '2026-05-01' }))).toEqual(['ABSENCE.OVERLAPS']);
  });
});

describe('cancelling an absence', () => {
  it('once; one that is over is changed, not cancelled', () => {
    const away = after(ana, holiday);
    const cancel = { do: 'cancel-absence' as const, rep: 'Ana', absenceId: 'easter' };
    const cancelled = after(away, cancel);
    expect(datas(when(cancelled, cancel))).toEqual([]);
    expect(codes(when(cancelled, { do: 'change-absence', rep: 'Ana', absenceId: 'easter', to: '2026-04-20' }))).toEqual([
      'ABSENCE.CANCELLED',
    ]);
    expect(codes(when(away, cancel, { at: Date.parse('2026-05-01T00:00:00Z') }))).toEqual(['ABSENCE.OVER']);
    expect(codes(when(away, { ...cancel, absenceId: 'x' }))).toEqual(['ABSENCE.NOT_FOUND']);
  });
});
