import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryLog } from '../golden/memory-log.js';
import { sampleHistory } from '../testing/random-history.features.js';
import { FactStore } from './fact-store.js';
import { FactsWriter } from './facts-writer.js';
import { readManifest } from './manifest.js';

const { entries } = sampleHistory(3);
const limits = { threads: 1, memoryLimit: '256MB' };

describe('R0.18 the facts of the log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-store-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
});
