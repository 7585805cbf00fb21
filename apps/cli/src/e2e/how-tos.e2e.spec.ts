import { jest } from '@jest/globals';
import { join } from 'node:path';
import { writeSampleHistory } from '#libs/history';
import { HowTo } from './how-to.fixture.js';
import { RunningFolder } from './running-folder.fixture.js';

// A whole system starts and stops here, on machines that may be busy.
jest.setTimeout(900_000);

describe('how-tos about what numbers mean, on the sample team', () => {
  let ledger: RunningFolder;

  beforeAll(async () => {
    ledger = await RunningFolder.start('how-tos');
    await ledger.answer('import', (await writeSampleHistory(join(ledger.parent, 'sample'))).mapping);
  });
  afterAll(() => ledger.stop());

  const follow = async (name: string, meanings: Readonly<Record<string, RegExp>> = {}): Promise<void> => {
    const page = new HowTo(`docs/how-to/${name}.md`, ledger, meanings);
    expect(page.passages.length).toBeGreaterThan(4);
    for (const passage of page.passages) await page.follow(passage);
  };

  it('R5.2 R5.4 R5.16 change-a-definition: from the draft over golden history, comparison and restatement to the receipt', () =>
    follow('change-a-definition', { FIGURE: /^Published as figure (\S+)/m, LEAD: /^lead (\S+) \(sample:/m }));

  it('R3.1 R3.2 R3.28 keep-a-vocabulary: five spellings are one group, and neither retiring nor a new alias moves what was said', () =>
    follow('keep-a-vocabulary'));

  it('R3.22 R3.29 R6.8 settle-won-deals: money in one currency by rates in versions, and an external list beside the log', () =>
    follow('settle-won-deals'));
});
