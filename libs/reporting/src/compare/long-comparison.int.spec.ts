import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const script = 'dist/libs/reporting/src/compare/long-comparison.main.js';

describe('R5.2 a comparison whose list is long', () => {
  it('is read to its end in less memory than its entries take', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=96', script, '30000']);
    expect(JSON.parse(stdout)).toEqual({ leave: 15_000, enter: 15_000, change: 0 });
  });
});
