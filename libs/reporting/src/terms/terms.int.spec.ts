import { testDatabase, testEventLog } from '#libs/testing';
import { type Receipt } from '../receipt/receipt.js';
import { History } from '../testing/history.features.js';
import { ReportingOnStores } from '../testing/reporting-on-stores.features.js';
import { whole } from '../testing/whole-comparison.features.js';

const march = { from: '2026-03-01', to: '2026-03-31' };
const valid = (clauses: string): string =>
  `term: valid_lead\ntitle: A valid lead\ndescribe: What sales may be asked to call.\nentity: [inquiry]\nclauses:\n${clauses}`;
const first = valid('  not_a_test: source != "test"\n');
const second = valid('  not_a_test: source != "test"\n  by_search: channel == "search"\n');
const validLeads = (use: string): string =>
  `definition: valid_inquiries\ntitle: Valid inquiries\nentity: inquiry\nterms:\n  valid: { use: ${use} }\nmeasure: count\n`;
const share = `definition: valid_share\ntitle: Share of valid inquiries\nentity: inquiry\nmeasure: { ratio: { of: { use: valid_lead } } }\n`;

describe('terms as documents of their own', () => {
  let rig: ReportingOnStores;
  let old: Receipt;
  const total = async (definition: string) => (await rig.reporting.runReport({ definition, ...march })).total;

  beforeAll(async () => {
    const history = new History();
    const at = (index: number) => ({ knownAt: `2026-03-0${index + 2}T10:00:00Z` });
    [
      { source: 'site', channel: 'search' },
      { source: 'site', channel: 'social' },
      { source: 'test', channel: 'search' },
      { source: 'ads', channel: 'search' },
    ].forEach((inquiry, index) => history.inquiry(`l${index}`, { first: true, ...inquiry }, at(index)));
    const [database, events] = await Promise.all([testDatabase('terms'), testEventLog()]);
    rig = await ReportingOnStores.start({ database, events }, history, '2026-06-01T00:00:00Z');
    expect(await rig.publish(first)).toBe('valid_lead@1');
    expect([await rig.publish(validLeads('valid_lead')), await rig.publish(share)]).toEqual(['valid_inquiries@1', 'valid_share@1']);
  });
  afterAll(() => rig.close());

  it('R0.13 one term decides in every definition that uses it, as rows or as a share, and stands in the receipt', async () => {
    const report = await rig.reporting.runReport({ definition: 'valid_inquiries', ...march });
    old = report.receipt;
    expect([report.total, await total('valid_share')]).toEqual([3, 0.75]);
    expect(old.uses.terms).toEqual([{ name: 'valid_lead', version: 1, documentHash: expect.any(String) as string }]);
    expect(await rig.reporting.verifyReceipt(old)).toMatchObject({ valid: true });
    const altered = { ...old, uses: { ...old.uses, terms: [{ ...old.uses.terms![0]!, documentHash: 'another' }] } };
    expect(await rig.reporting.verifyReceipt(altered)).toMatchObject({ valid: false, firstDifference: { kind: 'term' } });
  });

  it('R0.20 a new version of a term moves no number: each definition keeps what it was published with, and says that another is in force', async () => {
    expect(await rig.publish(second)).toBe('valid_lead@2');
    expect([await total('valid_inquiries'), await total('valid_share')]).toEqual([3, 0.75]);
    expect(await rig.reporting.verifyReceipt(old)).toMatchObject({ valid: true });
    expect(await rig.reporting.definitions.show('valid_inquiries')).toMatchObject({
      kind: 'metric',
      uses: [{ name: 'valid_lead', version: 1 }],
      newerTerms: [{ name: 'valid_lead', version: 1, inForce: 2 }],
    });
    const { usedBy } = await rig.reporting.definitions.show('valid_lead@1');
    expect(usedBy.definitions).toMatchObject([
      { name: 'valid_inquiries', version: 1 },
      { name: 'valid_share', version: 1 },
    ]);
  });

  it('R5.2 the same document published again stands on the new term: another version, whose difference names the clause', async () => {
    expect(await rig.publish(validLeads('valid_lead'))).toBe('valid_inquiries@2');
    expect(await rig.publish(validLeads('valid_lead'))).toBe('valid_inquiries@2');
    expect(await total('valid_inquiries@2')).toBe(2);
    const versions = { before: 'valid_inquiries@1', after: 'valid_inquiries@2' };
    const { leave, enter, change } = await rig.reporting.compareReports({ ...versions, ...march }, whole);
    expect({ enter, change }).toEqual({ enter: [], change: [] });
    expect(leave).toMatchObject([{ lead: 'l1', clauses: ['valid.by_search'] }]);
    const { receipt } = await rig.reporting.runReport({ definition: 'valid_inquiries@2', ...march });
    expect(await rig.reporting.verifyReceipt(receipt)).toMatchObject({ valid: true });
    expect((await rig.reporting.definitions.show('valid_lead@2')).usedBy.definitions).toMatchObject([
      { name: 'valid_inquiries', version: 2 },
    ]);
  });

  it('R3.23 a draft may stand on a draft, and is published only after it', async () => {
    const third = valid('  by_search: channel == "search"\n');
    expect([await rig.draft(third), await rig.draft(validLeads('valid_lead@3'))]).toEqual(['valid_lead@3', 'valid_inquiries@3']);
    expect(await total('valid_inquiries@3')).toBe(3);
    const publish = (reference: string) => rig.reporting.definitions.publish({ reference, reason: 'agreed' }, rig.envelope());
    await expect(publish('valid_inquiries@3')).rejects.toMatchObject({ status: 409, code: 'DEFINITION.TERM_STATE' });
    await publish('valid_lead@3');
    await rig.settle();
    expect(await publish('valid_inquiries@3')).toMatchObject({ version: 3, state: 'published' });
  });

  it('R0.19 a term has no number of its own, and its name is not that of a metric', async () => {
    await expect(total('valid_lead')).rejects.toMatchObject({ status: 422, code: 'DEFINITION.TERM' });
    const metric = validLeads('valid_lead@1').replace('definition: valid_inquiries', 'definition: valid_lead');
    await expect(rig.publish(metric)).rejects.toMatchObject({ code: 'DEFINITION.KIND' });
    const listed = await rig.reporting.definitions.list();
    expect(listed.map(({ name, version, kind }) => [name, version, kind])).toEqual([
      ['valid_inquiries', 1, 'metric'],
      ['valid_inquiries', 2, 'metric'],
      ['valid_inquiries', 3, 'metric'],
      ['valid_lead', 1, 'term'],
      ['valid_lead', 2, 'term'],
      ['valid_lead', 3, 'term'],
      ['valid_share', 1, 'metric'],
    ]);
  });
});
