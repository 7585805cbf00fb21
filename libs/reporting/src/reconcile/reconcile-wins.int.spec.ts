import { type LedgerEvent } from '#libs/contracts';
import { day, History } from '../testing/history.features.js';
import { Reporter } from '../testing/reporter.features.js';
import { parseList } from './parse-list.js';
import { reconcileWins } from './reconcile-wins.js';

const terms = { from: '2026-03-01', to: '2026-03-31', within: 0, zone: 'Europe/Berlin' };
const won = (amount: string | null): LedgerEvent => ({
  type: 'lead.won',
  data: { value: amount === null ? null : { amount, currency: 'EUR' }, reason: null },
});

describe('R3.29 an external list of won deals beside the log', () => {
  let reporter: Reporter;
  beforeAll(async () => {
    const history = new History();
    const begin = '2026-03-01T08:00:00Z';
    for (const lead of ['intime', 'late', 'lost', 'again', 'other', 'back', 'before', 'night'])
      history.inquiry(lead, { first: true }, { knownAt: begin });
    history.add('lead-intime', won('1200.50'), { knownAt: '2026-03-10T10:00:00Z' });
    // Half past eleven in the evening in Berlin: recorded on the tenth.
    history.add('lead-night', won(null), { knownAt: '2026-03-10T22:30:00Z' });
    history.add('lead-other', won('70'), { knownAt: '2026-03-11T10:00:00Z' });
    history.add('lead-before', won('1'), { occurredAt: day('2026-02-28'), knownAt: '2026-03-11T10:00:00Z' });
    history.add('lead-late', won('5'), { occurredAt: day('2026-03-10'), knownAt: '2026-03-12T10:00:00Z' });
    history.add('lead-lost', { type: 'lead.lost', data: { reason: null } }, { knownAt: '2026-03-12T10:00:00Z' });
    history.add('lead-again', won('9'), { knownAt: '2026-03-12T10:00:00Z' });
    history.add('lead-again', { type: 'lead.reopened', data: { reason: 'mistake' } }, { knownAt: '2026-03-13T10:00:00Z' });
    history.add('lead-back', won('9'), { knownAt: '2026-03-14T10:00:00Z', importId: 'bad' });
    history.add('lead-back', { type: 'lead.import-retracted', data: { importId: 'bad' } }, { knownAt: '2026-03-15T10:00:00Z' });
    reporter = await Reporter.over(history);
  });
  afterAll(() => reporter.close());

  const ask = async (csv: string, more: Partial<typeof terms> = {}, position = 1_000) => {
    const head = await reporter.store.refresh();
    const scope = { position: Math.min(position, head.position), knownAtMs: null, knownAt: null, profile: reporter.store.profile };
    return reconcileWins(reporter.store, scope, parseList(csv), { ...terms, ...more });
  };
  const list = [
    'lead,won_on,amount,currency',
    'intime,2026-03-10,1200.5,EUR',
    'crm:late,2026-03-10,5,EUR',
    'night,2026-03-10,,',
    'nobody,2026-03-10,,',
    'lost,2026-03-12,,',
    'again,2026-03-12,9,EUR',
    'back,2026-03-14,9,EUR',
  ].join('\r\n');

  it('is recorded in time, recorded afterwards or absent, and says what the list does not have', async () => {
    const { counts, rows } = await ask(list);
    expect(rows.map(({ line, reference, lead, verdict, because }) => [line, reference, lead, verdict, because])).toEqual([
      [2, 'intime', 'intime', 'in_time', null],
      [3, 'crm:late', 'late', 'afterwards', null],
      [4, 'night', 'night', 'in_time', null],
      [5, 'nobody', null, 'absent', 'there is no such lead'],
      [6, 'lost', 'lost', 'absent', 'the lead stands lost'],
      [7, 'again', 'again', 'absent', 'the lead stands open'],
      [8, 'back', 'back', 'absent', 'the lead stands open'],
      [null, null, 'other', 'unlisted', null],
    ]);
    expect(counts).toEqual({ in_time: 2, afterwards: 1, absent: 4, unlisted: 1 });
    expect(rows[0]).toMatchObject({
      differs: [],
      recorded: { wonOn: '2026-03-10', amount: '1200.5', recordedAt: '2026-03-10T10:00:00.000Z' },
    });
  });

  it('takes days after the winning for in time where that is asked for, and says what the two say differently', async () => {
    const { rows } = await ask('lead,won_on,amount,currency\nlate,2026-03-10,5,USD\nother,2026-03-12,71,EUR\n', { within: 2 });
    expect(rows.slice(0, 2).map(({ verdict, differs }) => [verdict, differs])).toEqual([
      ['in_time', ['amount']],
      ['in_time', ['wonOn', 'amount']],
    ]);
  });

  it('answers as known at a position: what came later is absent', async () => {
    const { counts } = await ask(list, {}, 9);
    expect(counts).toEqual({ in_time: 1, afterwards: 0, absent: 6, unlisted: 0 });
  });

  it('refuses what cannot be read, every row by its line', () => {
    const refusal = (csv: string): unknown => {
      try {
        return parseList(csv);
      } catch (error) {
        return (error as { violations: { code: string; path: string }[] }).violations.map(({ code, path }) => [code, path]);
      }
    };
    expect(refusal('lead,won_on,amount\na,31.3.2026,\n,2026-03-01,\nb,2026-03-01,1.234.5\n')).toEqual([
      ['RECONCILE.ROW', 'line 2'],
      ['RECONCILE.ROW', 'line 3'],
      ['RECONCILE.ROW', 'line 4'],
      ['RECONCILE.ROW', 'line 4'],
    ]);
    expect(refusal('deal,won_on\n')).toEqual([
      ['RECONCILE.COLUMN', 'csv'],
      ['RECONCILE.COLUMN', 'csv'],
    ]);
    expect(refusal('lead,won_on\n"a,2026-03-01\n')).toEqual([['RECONCILE.CSV', 'csv']]);
  });
});
