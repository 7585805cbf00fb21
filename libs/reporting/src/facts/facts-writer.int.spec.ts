import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryLog } from '../golden/memory-log.js';
import { History } from '../testing/history.features.js';
import { sampleHistory } from '../testing/random-history.features.js';
import { Reporter } from '../testing/reporter.features.js';
import { FactStore } from './fact-store.js';
import { FactsWriter } from './facts-writer.js';
import { type LogSource } from './log-source.port.js';
import { type PartRecord, readManifest } from './manifest.js';

const history = sampleHistory(3);
/** Few events, each a part of its own. */
const short = new History();
for (let n = 0; n < 23; n++)
  short.inquiry(`lead${n}`, { first: true, channel: n % 3 ? 'web' : 'mail' }, { knownAt: `2026-03-01T10:${n + 10}:00Z` });
const limits = { threads: 1, memoryLimit: '256MB' };
const year = { from: '2026-01-01', to: '2026-12-31', by: ['month', 'owner'] };

describe('the facts writer', () => {
  let folder: string;
  const writer = (partPositions = 10, of = history): FactsWriter =>
    new FactsWriter({ folder, ...limits, source: of.source(), partPositions });
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'leadledger-facts-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('writes fixed ranges of positions in a chain that names the digest of the log at each end', async () => {
    expect(await writer(20).catchUp()).toBe(Math.floor(history.entries.length / 20));
    expect(await writer(20).catchUp()).toBe(0);
    const parts = readManifest(folder);
    expect(parts.map(({ from, to, digest }) => [from, to, digest])).toEqual(
      parts.map((_, n) => [n * 20 + 1, n * 20 + 20, history.entries[n * 20 + 19]!.digest]),
    );
    expect(parts.map((part) => part.previous)).toEqual(['', ...parts.slice(0, -1).map((part) => part.hash)]);
  });

  it('leaves the processor to others while the log grows fast, and writes when it stands still', async () => {
    const source = history.source();
    const stop = new AbortController();
    let looks = 0;
    let looksBeforeReading = 0;
    const growing: LogSource = {
      digestsAt: (positions) => source.digestsAt(positions),
      // Nothing for the first look and the writing that follows it; then everything at once.
      head: () => {
        if (++looks > 5) stop.abort();
        return looks > 2 ? source.head() : Promise.resolve(null);
      },
      read: (after, upTo) => {
        looksBeforeReading ||= looks;
        return source.read(after, upTo);
      },
    };
    const onError = (error: unknown): void => {
      throw error;
    };
    await new FactsWriter({ folder, ...limits, source: growing, partPositions: 10 }).run(stop.signal, { pauseMs: 1, onError });
    // The third look sees it grow, the fourth that it stands still, the fifth is how far there is to write.
    expect(looksBeforeReading).toBe(5);
    expect(readManifest(folder).length).toBeGreaterThan(0);
  });

  it('rests after each page, and where it is stopped leaves a part to the next start', async () => {
    let rests = 0;
    const writer = (rest: () => Promise<void>): FactsWriter =>
      new FactsWriter({ folder, ...limits, source: history.source(), partPositions: 10, rest });
    const stop = new AbortController();
    const stopped = writer(() => Promise.resolve(stop.abort(new Error('stopped')))).catchUp(stop.signal);
    await expect(stopped).rejects.toThrow('stopped');
    expect(readManifest(folder)).toHaveLength(0);
    expect(await writer(() => Promise.resolve(void rests++)).catchUp()).toBe(readManifest(folder).at(-1)!.to / 10);
    expect(rests).toBeGreaterThan(0);
  });

  it('gives the same figures from parts and tail as from the tail alone', async () => {
    const tailOnly = await Reporter.over(history);
    await writer().catchUp();
    const withParts = await Reporter.over(history, folder);
    for (const reference of ['new_leads@3', 'win_rate@1', 'untouched_leads@2', 'cycle_time@1'])
      expect((await withParts.run(reference, year)).receipt).toEqual((await tailOnly.run(reference, year)).receipt);
    withParts.close();
    tailOnly.close();
  });

  it('puts ten neighbours together, again and again, and every receipt stays', async () => {
    const alone = await Reporter.over(short);
    await writer(1, short).catchUp();
    const parts = readManifest(folder);
    const count = short.entries.length;
    expect(parts.map(({ from, to, level }) => [from, to, level])).toEqual([
      ...Array.from({ length: Math.floor(count / 10) }, (_, n) => [n * 10 + 1, n * 10 + 10, 1]),
      ...Array.from({ length: count % 10 }, (_, n) => [count - (count % 10) + n + 1, count - (count % 10) + n + 1, 0]),
    ]);
    expect(parts.map((part) => part.previous)).toEqual(['', ...parts.slice(0, -1).map((part) => part.hash)]);
    const together = await Reporter.over(short, folder);
    for (const reference of ['new_leads@3', 'untouched_leads@2'])
      expect((await together.run(reference, year)).receipt).toEqual((await alone.run(reference, year)).receipt);
    together.close();
    alone.close();
  });

  it('puts ten together also where it was killed before it came to it', async () => {
    const parts = (): number[] => readManifest(folder).map(({ level }) => level);
    const killed = {
      throwIfAborted: () => undefined,
      get aborted(): boolean {
        return parts().length === 10;
      },
    };
    const writer = () => new FactsWriter({ folder, ...limits, source: history.source(), partPositions: 3 });
    await writer().catchUp(killed as unknown as AbortSignal);
    expect(parts()).toEqual(Array.from({ length: 10 }, () => 0));
    await writer().catchUp();
    expect(parts()[0]).toBe(1);
  });

  it('builds a lost part that was put together from the log again, with the same content hash', async () => {
    await writer(1, short).catchUp();
    const parts = readManifest(folder);
    rmSync(join(folder, parts[0]!.file));
    await writer(1, short).catchUp();
    const again = readManifest(folder);
    expect([again[0]!.level, again.map((part) => part.hash)]).toEqual([1, parts.map((part) => part.hash)]);
  });

  it('leaves what was put together to those who read it, and removes it an hour later', async () => {
    await writer(1, short).catchUp();
    const named = new Set(readManifest(folder).map((part) => part.file));
    const others = (): string[] => readdirSync(folder).filter((file) => file.startsWith('part-') && !named.has(file));
    expect(others()).toHaveLength(Math.floor(short.entries.length / 10) * 10);
    const long = new Date(Date.now() - 2 * 3_600_000);
    for (const file of others()) utimesSync(join(folder, file), long, long);
    await writer(1, short).catchUp();
    expect(others()).toEqual([]);
  });

  it('takes over parts that appear while it serves', async () => {
    const reporter = await Reporter.over(history, folder);
    const before = await reporter.run('new_leads@1', year);
    await writer().catchUp();
    expect(await reporter.run('new_leads@1', year)).toEqual(before);
    reporter.close();
  });

  it('names a lost and an altered part, and builds both again from the log with the same content hash', async () => {
    await writer().catchUp();
    const parts = readManifest(folder);
    rmSync(join(folder, parts[0]!.file));
    writeFileSync(join(folder, parts[1]!.file), Buffer.concat([readFileSync(join(folder, parts[1]!.file)), Buffer.from('x')]));
    const store = await FactStore.open({ folder, ...limits, source: history.source() });
    await expect(store.refresh()).rejects.toMatchObject({
      violations: [
        { code: 'FACTS.PART_LOST', detail: { from: 1, to: 10 } },
        { code: 'FACTS.PART_ALTERED', detail: { from: 11, to: 20 } },
      ],
    });
    await writer().catchUp();
    expect(readManifest(folder).map((part) => part.contentHash)).toEqual(parts.map((part) => part.contentHash));
    expect((await store.refresh()).position).toBe(history.entries.length);
    store.close();
  });

  it('names a part that is altered while all of it runs, and builds it again', async () => {
    const running = writer();
    await running.catchUp();
    const store = await FactStore.open({ folder, ...limits, source: history.source() });
    await store.refresh();
    const parts = readManifest(folder);
    const path = join(folder, parts[1]!.file);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    await expect(store.refresh()).rejects.toMatchObject({ violations: [{ code: 'FACTS.PART_ALTERED', detail: { from: 11, to: 20 } }] });
    await running.catchUp();
    expect(readManifest(folder).map((part) => part.contentHash)).toEqual(parts.map((part) => part.contentHash));
    expect((await store.refresh()).position).toBe(history.entries.length);
    store.close();
  });

  it('refuses a manifest that was altered, naming the part', async () => {
    await writer().catchUp();
    const manifest = join(folder, 'manifest.ndjson');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"contentHash":"../, '"contentHash":"00'));
    expect(() => readManifest(folder)).toThrow(/part-000000000001-000000000010/);
  });

  it.each(['null', '7', 'half a l', '[]'])('refuses a manifest with the line %s, naming it', async (line) => {
    await writer().catchUp();
    const manifest = join(folder, 'manifest.ndjson');
    const [first, , ...rest] = readFileSync(manifest, 'utf8').split('\n');
    writeFileSync(manifest, [first, line, ...rest].join('\n'));
    expect(() => readManifest(folder)).toThrow(/line 2/);
  });

  it('refuses a manifest in which a part has the file of another', async () => {
    await writer().catchUp();
    const manifest = join(folder, 'manifest.ndjson');
    const [first, second, ...rest] = readFileSync(manifest, 'utf8').split('\n');
    const { file, fileHash } = JSON.parse(first!) as PartRecord;
    writeFileSync(manifest, [first, JSON.stringify({ ...(JSON.parse(second!) as PartRecord), file, fileHash }), ...rest].join('\n'));
    expect(() => readManifest(folder)).toThrow(/does not hold/);
  });

  it('goes on from what another wrote while it did not lead', async () => {
    const [one, other] = [
      new FactsWriter({ folder, ...limits, source: memoryLog(short.entries.slice(0, 9)), partPositions: 1 }),
      writer(1, short),
    ];
    await one.catchUp();
    await other.catchUp();
    const manifest = readFileSync(join(folder, 'manifest.ndjson'), 'utf8');
    expect(await one.catchUp()).toBe(0);
    expect(readFileSync(join(folder, 'manifest.ndjson'), 'utf8')).toBe(manifest);
  });

  it('puts nothing together from bytes that rotted after they were hashed', async () => {
    let upTo = 9;
    const log = (): LogSource => memoryLog(short.entries.slice(0, upTo));
    const source: LogSource = {
      head: () => log().head(),
      digestsAt: (positions) => log().digestsAt(positions),
      read: (after, until) => log().read(after, until),
    };
    const running = new FactsWriter({ folder, ...limits, source, partPositions: 1 });
    await running.catchUp();
    const { file, fileHash } = readManifest(folder)[4]!;
    const path = join(folder, file);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    // As where the disk changed them: what is noted of the good bytes is true of the bad ones.
    const { ino, size, ctimeNs } = statSync(path, { bigint: true });
    const note = { file, fileHash, inode: String(ino), size: String(size), changedNs: String(ctimeNs) };
    writeFileSync(join(folder, 'checked.ndjson'), `${JSON.stringify(note)}\n`);
    upTo = 10;
    await running.catchUp();
    const [together] = readManifest(folder);
    expect([together!.level, together!.to]).toEqual([1, 10]);
    rmSync(folder, { recursive: true });
    await new FactsWriter({ folder, ...limits, source, partPositions: 1 }).catchUp();
    expect(together).toEqual(readManifest(folder)[0]);
  });

  it('removes what processes that were killed had begun, and nothing younger', async () => {
    const spill = join(folder, '.spill-of-another');
    mkdirSync(spill);
    writeFileSync(join(spill, 'duckdb_temp_storage_DEFAULT-0.tmp'), 'x');
    writeFileSync(join(folder, 'unfinished-part'), 'x');
    const age = (days: number): void => {
      const at = new Date(Date.now() - days * 86_400_000);
      for (const name of ['unfinished-part', '.spill-of-another/duckdb_temp_storage_DEFAULT-0.tmp', '.spill-of-another'])
        if (existsSync(join(folder, name))) utimesSync(join(folder, name), at, at);
    };
    const left = (): string[] => readdirSync(folder).filter((file) => file.startsWith('.spill') || file.startsWith('unfinished'));
    await writer().catchUp();
    expect(left()).toHaveLength(2);
    age(0.5);
    await writer().catchUp();
    expect(left()).toEqual(['.spill-of-another']);
    age(2);
    await writer().catchUp();
    expect(left()).toEqual([]);
  });

  it('goes on after a part that was begun and never named', async () => {
    writeFileSync(join(folder, 'unfinished-part-000000000001-000000000010.parquet'), 'half');
    writeFileSync(join(folder, 'part-000000000001-000000000010.parquet'), 'written, but the manifest does not know it');
    await writer().catchUp();
    const store = await FactStore.open({ folder, ...limits, source: history.source() });
    expect((await store.refresh()).position).toBe(history.entries.length);
    store.close();
  });
});
