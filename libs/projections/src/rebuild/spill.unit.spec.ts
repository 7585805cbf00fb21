import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spill } from './spill.js';

describe('the spill of a rebuild', () => {
  const tempDir = mkdtempSync(join(tmpdir(), 'leadledger-spill-'));
  afterAll(() => rmSync(tempDir, { recursive: true, force: true }));

  it('keeps the events of a stream together and in order, and leaves nothing behind', async () => {
    const spill = await Spill.open(tempDir, 7);
    for (let position = 1; position <= 5_000; position++)
      await spill.write(`lead-\t${position % 50}\n`, position, JSON.stringify({ stream: `lead-\t${position % 50}\n` }));
    const seen = new Map<string, number[]>();
    for await (const part of spill.read()) {
      for (const events of part.values()) {
        const { stream } = JSON.parse(events[0]!.json) as { stream: string };
        expect(seen.has(stream)).toBe(false);
        seen.set(
          stream,
          events.map(({ position }) => position),
        );
      }
    }
    expect(seen.size).toBe(50);
    for (const positions of seen.values()) expect(positions).toEqual([...positions].sort((a, b) => a - b));
    await spill.remove();
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('removes what a killed rebuild left, and nothing of one that runs', async () => {
    const dead = join(tempDir, 'leadledger-rebuild-999999999-left');
    const alive = join(tempDir, `leadledger-rebuild-${process.ppid}-running`);
    mkdirSync(dead);
    mkdirSync(alive);
    const spill = await Spill.open(tempDir, 2);
    await spill.remove();
    expect([existsSync(dead), existsSync(alive)]).toEqual([false, true]);
  });
});
