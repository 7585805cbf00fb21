import { noVocabularies } from '#libs/governance';
import { type LogSource } from '../facts/log-source.port.js';
import { sampleHistory } from '../testing/random-history.features.js';
import { Reporter, shipped } from '../testing/reporter.features.js';
import { computeReport } from '../run/compute-report.js';
import { countMembers } from '../run/members.js';
import { type Report } from '../run/run-report.js';
import { makeReceipt } from './make-receipt.js';
import { COMPILER_VERSION, type Receipt } from './receipt.js';
import { verifyReceipt, type VerifyOptions } from './verify-receipt.js';

const history = sampleHistory(11);
const verify = (receipt: unknown, log: LogSource = history.source(), answer?: Readonly<Record<string, unknown>>) => {
  const options: VerifyOptions = {
    log,
    vocabulariesOf: () => Promise.resolve(noVocabularies),
    definitionOf: (name, version) => Promise.resolve(shipped(`${name}@${version}`)),
    threads: 1,
    memoryLimit: '256MB',
    clock: { now: () => new Date('2030-01-01T00:00:00Z') },
    partPositions: 16,
  };
  return verifyReceipt(receipt, options, answer);
};
const altered = (receipt: Receipt, change: (copy: { -readonly [K in keyof Receipt]: Receipt[K] }) => void): Receipt => {
  const copy = structuredClone(receipt);
  change(copy);
  return copy;
};

describe('R5.3 a receipt', () => {
  let reporter: Reporter;
  let receipt: Receipt;
  beforeAll(async () => {
    reporter = await Reporter.over(history);
    receipt = (
      await reporter.run(
        'new_leads@5',
        { from: '2026-01-01', to: '2026-12-31', by: ['month', 'channel'], where: 'source != "x"' },
        'Europe/Berlin',
      )
    ).receipt;
  });
  afterAll(() => reporter.close());

  it('verifies from the log alone, also after the log has grown', async () => {
    expect(await verify(receipt)).toMatchObject({ valid: true, firstDifference: null });
    expect(await verify({ receipt })).toMatchObject({ valid: true });
    const grown = sampleHistory(11);
    grown.inquiry('later', { first: true }, { occurredAt: '2026-03-01T00:00:00Z', knownAt: '2026-12-01T00:00:00Z' });
    expect(await verify(receipt, grown.source())).toMatchObject({ valid: true });
  });

  it('verifies where its period is from one instant to another', async () => {
    const { receipt: between } = await reporter.run(
      'new_leads@5',
      { from: '2026-01-10T08:00:00Z', to: '2026-06-30T20:30:00+02:00' },
      'Europe/Berlin',
    );
    expect(between.members.count).toBeGreaterThan(0);
    expect(await verify(between)).toMatchObject({ valid: true });
    const bounds = { ...between.request, to: '30 June' };
    await expect(verify(altered(between, (copy) => (copy.request = bounds)))).rejects.toMatchObject({ code: 'RECEIPT.MALFORMED' });
  });

  it('is refused with the row that was altered', async () => {
    const row = { ...receipt.rows[0]!, value: 99 };
    expect(await verify(altered(receipt, (copy) => (copy.rows = [row, ...receipt.rows.slice(1)])))).toMatchObject({
      valid: false,
      firstDifference: { kind: 'row', expected: { value: 99 }, row: receipt.rows[0] },
    });
  });

  it('is refused with the bucket of members that differ', async () => {
    const [first, ...others] = receipt.members.buckets;
    const members = { ...receipt.members, buckets: [{ ...first!, digest: 'f'.repeat(64) }, ...others] };
    expect(await verify(altered(receipt, (copy) => (copy.members = members)))).toMatchObject({
      valid: false,
      firstDifference: { kind: 'members', fromPosition: '1', toPosition: '10000' },
    });
  });

  it('is refused with the place in the log where the log was altered', async () => {
    const other = history.source();
    const log: LogSource = {
      ...other,
      async *read(after, upTo) {
        for await (const page of other.read(after, upTo)) yield page.map((entry) => ({ ...entry, digest: '0'.repeat(64) }));
      },
    };
    expect(await verify(receipt, log)).toMatchObject({
      valid: false,
      firstDifference: { kind: 'log', position: receipt.position, expected: receipt.digest },
    });
  });

  it('is refused where its total or its hash was altered, or it is none', async () => {
    expect(await verify(altered(receipt, (copy) => (copy.total = 1_000)))).toMatchObject({
      valid: false,
      firstDifference: { kind: 'receipt', field: 'total' },
    });
    expect(await verify(altered(receipt, (copy) => (copy.resultHash = '0'.repeat(64))))).toMatchObject({
      valid: false,
      firstDifference: { field: 'resultHash' },
    });
    await expect(verify({ hello: 1 })).rejects.toMatchObject({ code: 'RECEIPT.MALFORMED' });
    for (const none of [null, 'text', 7, [], { receipt: null }]) await expect(verify(none)).rejects.toMatchObject({ status: 422 });
  });

  it('is refused where the answer that it came in says of anything what the log does not give', async () => {
    const request = { from: '2026-01-01', to: '2026-12-31', by: ['owner'], where: 'channel != "x"' };
    const answer = JSON.parse(JSON.stringify(await reporter.run('won_value@2', request))) as Report;
    expect(answer.totals!.length).toBeGreaterThan(0);
    const check = (said: object) => verify(answer.receipt, history.source(), { ...answer, ...said });
    expect(await check({})).toMatchObject({ valid: true });
    const [first, ...others] = answer.totals!;
    for (const [field, found] of Object.entries({
      totals: [{ ...first!, value: 999_999 }, ...others],
      by: ['channel'],
      where: null,
      knownAt: '2026-05-01T00:00:00.000Z',
      timeZone: 'America/New_York',
      title: 'Lost value',
      state: 'draft',
      gameable: true,
      matureFrom: '2026-01-01',
      vocabularies: [{ name: 'products', version: 1 }],
    })) {
      const firstDifference = { kind: 'answer', field, expected: answer[field as keyof Report] ?? null, found };
      expect(await check({ [field]: found })).toMatchObject({ valid: false, firstDifference });
    }
    const { receipt: counts } = await reporter.run('new_leads@1', request);
    expect(await verify(counts, history.source(), { totals: answer.totals })).toMatchObject({ firstDifference: { field: 'totals' } });
  });

  it('is refused with everything that is wrong with its form, each at its place', async () => {
    const { timeZone: _, ...uses } = receipt.uses;
    const wrong = { ...receipt, position: 'abc', uses, total: '3', rows: [1], anchors: [{ position: '1e3' }], resultHash: undefined };
    const problems = await verify(wrong).catch((error: unknown) => (error as { violations: { code: string; path: string }[] }).violations);
    expect(problems).toMatchObject(
      ['/uses/timeZone', '/position', '/anchors/0/position', '/anchors/0/digest', '/total', '/rows/0', '/resultHash'].map((path) => ({
        code: 'RECEIPT.MALFORMED',
        path,
      })),
    );
    const elsewhere = { ...receipt, uses: { ...receipt.uses, timeZone: { zone: 'Mars/Olympus', transitions: [] } } };
    await expect(verify(elsewhere)).rejects.toMatchObject({ violations: [{ path: '/uses/timeZone/zone' }] });
  });

  it.each(Array.from({ length: COMPILER_VERSION }, (_, n) => n + 1))(
    'of compiler %s is compared with what that one would write',
    async (compiler) => {
      const context = await reporter.context(shipped('new_leads@5'), { from: '2026-01-01', to: '2026-12-31', by: ['month', 'channel'] });
      const members = await countMembers(reporter.store, context, compiler);
      const made = await makeReceipt(history.source(), members, await computeReport(reporter.store, members), compiler);
      expect(made.uses.compiler).toBe(compiler);
      expect(await verify(made)).toMatchObject({ valid: true });
    },
  );
});
