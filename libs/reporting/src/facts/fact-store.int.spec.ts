import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryLog } from '../golden/memory-log.js';
import { sha256 } from '#libs/platform';
import { sampleHistory } from '../testing/random-history.features.js';
import { FactStore } from './fact-store.js';
import { FactsWriter } from './facts-writer.js';
import { type LogSource } from './log-source.port.js';
import { readManifest } from './manifest.js';

const { entries } = sampleHistory(3);
const limits = { threads: 1, memoryLimit: '256MB' };

describe('R0.18 the facts of the log', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'leadledger-store-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('answer again when a part that was lost is back: what failed meanwhile leaves nothing behind', async () => {
    const write = (upTo: number) =>
      new FactsWriter({ folder, ...limits, source: memoryLog(entries.slice(0, upTo)), partPositions: 4 }).catchUp();
    await write(12);
    const store = await FactStore.open({ folder, ...limits, source: memoryLog(entries.slice(0, 20)) });
    try {
      const events = async () => Number((await store.rows('select count(*) as n from facts'))[0]!['n']);
      await store.refresh();
      expect(await events()).toBe(20);
      // The log has grown by a part when one that was taken in before is gone.
      await write(20);
      const lost = join(folder, readManifest(folder)[0]!.file);
      renameSync(lost, `${lost}.away`);
      for (let n = 0; n < 2; n++)
        await expect(store.refresh()).rejects.toMatchObject({
          status: 503,
          violations: [{ code: 'FACTS.PART_LOST', detail: { from: 1, to: 4 } }],
        });
      expect(await store.rows('select 1 as n')).toEqual([{ n: 1 }]);
      renameSync(`${lost}.away`, lost);
      expect((await store.refresh()).position).toBe(20);
      expect(await events()).toBe(20);
    } finally {
      store.close();
    }
  });

  it.each([
    ['the folder was removed', (parts: string) => rmSync(parts, { recursive: true })],
    ['the manifest was removed', (parts: string) => rmSync(join(parts, 'manifest.ndjson'))],
    [
      'the folder was begun anew',
      (parts: string) => {
        const manifest = join(parts, 'manifest.ndjson');
        writeFileSync(manifest, `${readFileSync(manifest, 'utf8').split('\n')[0]}\n`);
      },
    ],
  ])('are whole while a process runs, also where %s', async (_, undo) => {
    const source = memoryLog(entries);
    const positions = async (store: FactStore) =>
      (await store.rows('select position from facts order by position')).map((row) => Number(row['position']));
    await new FactsWriter({ folder, ...limits, source, partPositions: 4 }).catchUp();
    const store = await FactStore.open({ folder, ...limits, source });
    try {
      const head = await store.refresh();
      const [all, profile] = [await positions(store), store.profile];
      expect(all).toEqual(entries.map(({ position }) => position));
      undo(folder);
      for (let n = 0; n < 2; n++) {
        expect(await store.refresh()).toEqual(head);
        expect(await positions(store)).toEqual(all);
        expect(store.profile).toEqual(profile);
      }
    } finally {
      store.close();
    }
  });

  it.each([
    ['an empty log', 0],
    ['a log that was put back to an earlier state', 10],
    ['another log of the same length', entries.length],
  ])('are those of %s, whatever parts lie in the folder', async (_, length) => {
    await new FactsWriter({ folder, ...limits, source: memoryLog(entries), partPositions: 4 }).catchUp();
    // From some position on another log: other digests, and other events.
    const kept = Math.min(6, length);
    const other = sampleHistory(4)
      .entries.slice(kept, length)
      .map((entry) => ({ ...entry, digest: sha256(`other ${entry.position}`) }));
    const log = memoryLog([...entries.slice(0, kept), ...other]);
    const store = await FactStore.open({ folder, ...limits, source: log });
    const events = async () => (await store.rows('select event_id from facts order by position')).map((row) => row['event_id']);
    try {
      for (let n = 0; n < 2; n++) {
        expect((await store.refresh()).position).toBe(Math.min(length, kept + other.length));
        expect(await events()).toEqual([...entries.slice(0, kept), ...other].map(({ event }) => event.id));
        // The writer makes parts of what is there.
        await new FactsWriter({ folder, ...limits, source: log, partPositions: 4 }).catchUp();
      }
    } finally {
      store.close();
    }
  });

  it('are those of the log that is there, also where it was put back while a process runs', async () => {
    let log = memoryLog(entries);
    const source: LogSource = {
      head: () => log.head(),
      digestsAt: (positions) => log.digestsAt(positions),
      read: (after, upTo) => log.read(after, upTo),
    };
    await new FactsWriter({ folder, ...limits, source, partPositions: 4 }).catchUp();
    const store = await FactStore.open({ folder, ...limits, source });
    try {
      expect((await store.refresh()).position).toBe(entries.length);
      log = memoryLog(entries.slice(0, 9));
      expect((await store.refresh()).position).toBe(9);
      expect(Number((await store.rows('select count(*) as n from facts'))[0]!['n'])).toBe(9);
      log = memoryLog(entries);
      expect((await store.refresh()).position).toBe(entries.length);
      expect(Number((await store.rows('select count(*) as n from facts'))[0]!['n'])).toBe(entries.length);
    } finally {
      store.close();
    }
  });
});
