import { jest } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningFolder } from './running-folder.fixture.js';

// Whole systems start and stop here, on machines that may be busy.
jest.setTimeout(600_000);

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly violations: readonly { readonly code: string; readonly message: string }[];
}

const mapping = (columns: string, events: string): string => `mapping: desk
source: desk
zone: Europe/Berlin
files:
  log:
    path: log.csv
    columns: ${columns}
history:
  - file: log
    lead: =row.case
    rowKey: [case]
    occurredAt: =row.at
    events:
      - ${events}
`;
const good = mapping('{ at: { type: instant } }', '{ do: capture-inquiry, source: desk, channel: =row.medium }');

describe('bad history on the command line', () => {
  let ledger: RunningFolder;
  beforeAll(async () => {
    ledger = await RunningFolder.start('bad-history');
  });
  afterAll(() => ledger.stop());

  const place = (name: string, text: string): string => {
    const path = join(ledger.parent, name);
    writeFileSync(path, text);
    return path;
  };
  const problemIn = async (...args: string[]): Promise<Problem> => {
    const { code, out, err } = await ledger.run(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    return JSON.parse(err) as Problem;
  };
  /** How many events are in the log. */
  const eventsNow = async (): Promise<number> =>
    Math.max(...(await ledger.lines<{ position: string }>('projections', 'status')).map(({ position }) => Number(position)));

  it('a mapping that names columns which the file does not have is refused with all of them, where they stand, and the nearest ones', async () => {
    place('log.csv', 'case,at,medium\n1,2025-03-03T09:00,phone\n');
    const path = place(
      'columns.yaml',
      mapping('{ att: { type: instant } }', '{ do: capture-inquiry, source: desk, channel: =row.mediun }'),
    );
    const before = await eventsNow();
    const { violations } = await problemIn('import', path);
    expect(violations.map(({ code }) => code)).toContain('MAPPING.UNKNOWN_COLUMN');
    const said = violations.map(({ message }) => message);
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^line 7, column \d+: .*`att`.*did you mean `at`\?$/),
        expect.stringMatching(/^line 14, column \d+: .*mediun; did you mean medium\?$/),
      ]),
    );
    expect(await eventsNow()).toBe(before);
  });

  it('a mapping with wrong CEL is refused with line and column, and nothing is imported', async () => {
    place('log.csv', 'case,at,medium\n1,2025-03-03T09:00,phone\n');
    const wrong = '{ do: capture-inquiry, source: desk, when: "row.medium ==", channel: "=row.medium + 1" }';
    const before = await eventsNow();
    const { status, violations } = await problemIn('import', place('cel.yaml', mapping('{ at: { type: instant } }', wrong)));
    expect(status).toBe(422);
    expect(violations.length).toBeGreaterThanOrEqual(2);
    for (const { message } of violations) expect(message).toMatch(/^line 14, column \d+: /);
    expect(await eventsNow()).toBe(before);
  });

  it('impossible dates and an ambiguous local hour are rejected alone, with row, column and what to do; corrected, each row is there once', async () => {
    const log = (third: string, fourth: string, fifth: string): string =>
      `case,at,medium\n1,2025-03-03T09:00,phone\n2,2025-03-04T09:00,web\n3,${third},web\n4,${fourth},web\n5,${fifth},web\n`;
    place('log.csv', log('2025-02-30T09:00', '2025-10-26T02:30', '2025-03-30T02:30'));
    const path = place('good.yaml', good);
    const first = await ledger.answer<{ rejects: string }>('import', path);
    expect(first).toMatchObject({ rows: 5, accepted: 2, rejected: 3, leads: 2 });
    const rejects = readFileSync(first.rejects, 'utf8').trim().split('\n').slice(1);
    expect(rejects).toHaveLength(3);
    expect(rejects[0]).toMatch(/3,.*at,.*2025-02-30/);
    expect(rejects[1]).toMatch(/4,.*at,.*(earlier|later)/);
    expect(rejects[2]).toMatch(/5,.*at,/);

    place('log.csv', log('2025-02-28T09:00', '2025-10-26T03:30', '2025-03-30T03:30'));
    expect(await ledger.answer('import', path)).toMatchObject({ accepted: 3, known: 2, rejected: 0, leads: 3 });
    expect(await ledger.answer('import', path)).toMatchObject({ accepted: 0, known: 5, rejected: 0, events: 0 });
    const owners = await ledger.lines<{ externalId: string }>('owners', '--at', '2025-11-01T00:00:00Z');
    expect(owners.map(({ externalId }) => externalId).sort()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('a row that is dated in the future is rejected alone', async () => {
    place('log.csv', 'case,at,medium\n6,2999-01-01T09:00,phone\n7,2025-03-04T09:00,web\n');
    const answer = await ledger.answer<{ rejects: string }>('import', place('good.yaml', good));
    expect(answer).toMatchObject({ rows: 2, accepted: 1, rejected: 1, leads: 1 });
    expect(readFileSync(answer.rejects, 'utf8')).toMatch(/future/i);
  });

  it('a file that is not there is named', async () => {
    const path = place('absent.yaml', good.replace('log.csv', 'absent.csv'));
    const { violations } = await problemIn('import', path);
    expect(violations[0]!.message).toContain('absent.csv');
  });

  it('a definition that names a fact which does not exist is refused with line, column and the nearest one, and not published', async () => {
    const path = place(
      'wrong-fact.yaml',
      'definition: from_search\ntitle: From search\nentity: lead\ndate: captured\nterms:\n  search: chanel == "search"\nmeasure: count\n',
    );
    const { violations } = await problemIn('definition', 'publish', path, '--reason', 'New');
    expect(violations).toHaveLength(1);
    expect(violations[0]!.message).toMatch(/^line 6, column 11: .*chanel; did you mean channel\?/);
    expect((await problemIn('definition', 'show', 'from_search')).status).toBe(404);
  });
});
