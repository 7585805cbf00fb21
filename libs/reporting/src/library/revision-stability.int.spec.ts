import { type LedgerEvent } from '#libs/contracts';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { History } from '../testing/history.features.js';
import { reportParquet } from '../render/report-parquet.js';
import { reportTable } from '../render/report-table.js';
import { compiled, Reporter, shipped } from '../testing/reporter.features.js';
import { type Receipt } from '../receipt/receipt.js';

const at = (day: string): { readonly knownAt: string } => ({ knownAt: `2026-${day}T10:00:00Z` });
const march = { from: '2026-03-01', to: '2026-03-31' };
const year = { from: '2026-01-01', to: '2026-12-31' };
const share = (numerator: number, denominator: number) => ({ numerator: String(numerator), denominator: String(denominator) });
const version = 1;

describe('revision stability', () => {
  let history: History;
  let reporter: Reporter;
  const receiptOf = async (name: string): Promise<Receipt> => (await reporter.run(`${name}@${version}`, march)).receipt;
  const decided = (name: string, event: LedgerEvent, day: string): unknown => history.add(`definition-${name}`, event, at(day));
  const publish = async (name: string, figureId: string, day: string): Promise<unknown> =>
    decided(name, { type: 'definition.figure-published', data: { name, version, figureId, receipt: await receiptOf(name) } }, day);
  const restate = async (name: string, figureId: string, day: string): Promise<unknown> => {
    const data = { name, version, figureId, receipt: await receiptOf(name), causes: [], reason: 'late calls' };
    return decided(name, { type: 'definition.figure-restated', data }, day);
  };

  beforeAll(async () => {
    history = new History();
    reporter = await Reporter.over(history);
    // Eight inquiries, two leads of which are won: told in April. A ninth inquiry comes to light in May, a third win in August.
    for (let n = 1; n <= 8; n++) history.inquiry(`l${n}`, { first: true }, at('03-02'));
    const won: LedgerEvent = { type: 'lead.won', data: { value: null, reason: null } };
    for (const lead of ['l1', 'l2']) history.add(`lead-${lead}`, won, at('03-20'));
    await publish('new_leads', 'volume', '04-01');
    await publish('cohort_conversion', 'conversion', '04-02');
    await publish('won_value', 'value', '04-02');
    history.inquiry('l9', { first: true }, { occurredAt: '2026-03-30T10:00:00Z', ...at('05-04') });
    await restate('new_leads', 'volume', '05-05');
    const data = { name: 'cohort_conversion', version, figureId: 'conversion', position: '14', causes: [], reason: 'too late' };
    decided('cohort_conversion', { type: 'definition.figure-held', data }, '05-06');
    history.add('lead-l3', won, { occurredAt: '2026-03-31T10:00:00Z', ...at('08-01') });
    await restate('cohort_conversion', 'conversion', '08-02');
  });
  afterAll(() => reporter.close());

  it('R5.4 tells how many published figures stood, and by how much the others moved, exactly', async () => {
    const { totalExact, rows } = await reporter.run('revision_stability@3', year);
    // Of three, the value stands. The volume went from 8 to 9, by 1/8; the conversion from 2/8 to 3/9, by 1/3: 333,333 millionths.
    expect(totalExact).toEqual(share(1, 3));
    const revisions = rows.map((row) => [
      row['definition'],
      row['value'],
      (row['measures'] as Record<string, { exact?: unknown }>)['revision']!.exact,
    ]);
    expect(revisions).toEqual([
      ['cohort_conversion', 0, share(333_333, 1_000_000)],
      ['new_leads', 0, share(1, 8)],
      // Deals without an amount have no mean: how far nothing moved is unknown, not 0.
      ['won_value', 1, undefined],
    ]);
    expect((await reporter.run('revision_stability@3', { ...year, by: ['direction'] })).rows.map((row) => row['direction'])).toEqual([
      'up',
      null,
    ]);
  });

  it('R5.4 counts as moved what was held too where the facts are judged, and only what came in 90 days where months are compared', async () => {
    const asKnown = async (v: number, knownAt: string): Promise<unknown> =>
      (await reporter.run(`revision_stability@${v}`, { ...year, knownAt })).totalExact;
    expect(await asKnown(1, '2026-06-01T00:00:00Z')).toEqual(share(1, 3));
    expect(await asKnown(3, '2026-06-01T00:00:00Z')).toEqual(share(2, 3));
    // The conversion was restated after 122 days.
    const { totalExact, rows } = await reporter.run('revision_stability@2', year);
    expect(totalExact).toEqual(share(2, 3));
    expect(rows).toMatchObject([{ month: '2026-04' }]);
    const { rows: early } = await reporter.run('revision_stability@2', { ...year, knownAt: '2026-05-20T00:00:00Z' });
    expect(early).toMatchObject([{ month: '2026-04', immature: true, matureFrom: '2026-07-29' }]);
  });

  it('R4.9 leaves as Parquet by the definition whose figures they are, beside the definition that counts them', async () => {
    const report = await reporter.run('revision_stability@3', { ...year, by: ['definition'] });
    const table = reportTable(report, shipped('revision_stability@3').definition);
    expect(table.columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['definition', 'definition_2']));
    const file = await reportParquet(table, report.receipt, { threads: 1, memoryLimit: '256MB' });
    expect(file.subarray(0, 4).toString()).toBe('PAR1');
  });

  it('R5.4 a figure belongs to no lead: nothing of a lead can be asked, and nothing is related to it', () => {
    const problemsOf = (more: string): string => {
      try {
        compiled(`definition: x\ntitle: X\nentity: published_figure\ndate: published\nmeasure: count\n${more}`);
        return 'none';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(problemsOf('')).toBe('none');
    expect(problemsOf('terms:\n  won: lead.outcome == "won"\n')).toContain('lead');
    expect(problemsOf('related:\n  call: { entity: follow_up }\n')).toContain('belongs to no lead: nothing is related to it');
    expect(problemsOf('credit: today\n')).toContain('DEFINITION.CREDIT');
    expect(() =>
      compiled(`definition: y\ntitle: Y\nentity: lead\ndate: captured\nrelated:\n  f: { entity: published_figure }\nmeasure: count\n`),
    ).toThrow('published_figure');
    expect(shippedDefinitions().filter(({ name }) => name === 'revision_stability')).toHaveLength(3);
  });
});
