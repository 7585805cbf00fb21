import { jest } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leadledger, processesOn } from './cli-process.fixture.js';

// Whole systems start and stop here, on machines that may be busy.
jest.setTimeout(600_000);

describe('leadledger demo', () => {
  it('loads the sample history, gives the four answers with a receipt that verifies, and leaves nothing behind', async () => {
    const place = mkdtempSync(join(tmpdir(), 'leadledger-demo-test-'));
    const demo = await leadledger(['demo'], { TMPDIR: place });
    expect({ code: demo.code, err: demo.err }).toEqual({ code: 0, err: '' });
    const order = ['1. Who owned it when', '2. Who today', '3. Is the process healthy', '4. What did the number mean'].map((title) =>
      demo.out.indexOf(title),
    );
    expect(order.every((at, index) => at > (order[index - 1] ?? -1))).toBe(true);
    expect(demo.out).toContain('the system still said Ana Petrova');
    expect(demo.out).toContain('The receipt is valid');
    // R4.7: due in the hours of the office over Easter, with whoever had the lead then, who has left since.
    expect(demo.out).toMatch(/S-0110 +2026-04-07T09:30:00.000Z +pool intake +ed +never/);
    expect(demo.out).toMatch(/S-0054 +2026-04-30T10:00:00.000Z +Cy Okafor +never/);
    expect(demo.out).toMatch(/S-0021 +2026-05-15T08:30:00.000Z +Ana Petrova +2026-05-15T14:00:00.000Z +ana/);
    expect(demo.out).toMatch(/by-workload +\d+ +\d+/);
    const passedOver = ['manual', 'by-source', 'by-workload'].map((level) => /(\d+) +\d+ *$/m.exec(demo.out.split(`\n${level} `)[1]!)?.[1]);
    expect(passedOver.some((times) => Number(times) > 0)).toBe(true);
    const [, left = '', wonLater = ''] = /idle-leads: .* (\d+) would have ended in the pool[^;]*;\n(\d+) of these/.exec(demo.out) ?? [];
    expect([Number(left) > 0, Number(wonLater) <= Number(left)]).toEqual([true, true]);
    expect(readdirSync(place)).toEqual([]);
    expect(processesOn(place)).toEqual([]);
    rmSync(place, { recursive: true });
  });
});
