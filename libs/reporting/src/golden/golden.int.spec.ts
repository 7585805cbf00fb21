import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { compiled } from '../testing/reporter.features.js';
import { readCases, runGoldenTest, shippedDocument, shippedHistories } from './golden-files.js';
import { readHistory } from './read-history.js';
import { testDefinition } from './test-definition.js';

const inquiries = (term: string): string => `definition: found\ntitle: Found\nentity: inquiry\nterms:\n  wanted: ${term}\nmeasure: count\n`;
const history = [
  'history: two',
  'events:',
  '  - { stream: lead-a, type: lead.captured, at: 2026-03-01T09:00:00Z, data: { inquiry: { channel: web } } }',
  '  - { stream: lead-b, type: lead.captured, at: 2026-03-02, data: { inquiry: { channel: mail } } }',
].join('\n');

describe('R5.16 golden histories', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-golden-spec-'));
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('R0.20 every shipped definition gives the figures written beside the shipped histories', async () => {
    const histories = readCases([shippedHistories]);
    for (const { name, version, document } of shippedDefinitions()) {
      const cases = histories.map((each) => ({ ...each, definition: compiled(document, version), against: null }));
      const tested = await testDefinition(version, cases);
      expect({
        name,
        version,
        failing: tested.histories.flatMap(({ answers }) => answers.filter(({ asExpected }) => !asExpected)),
      }).toEqual({
        name,
        version,
        failing: [],
      });
    }
  });

  it('shows what a change does, and is refused where a figure is not the one written down, until it is saved', async () => {
    const file = written('two.history.yaml', history);
    const ask = { file: 'found.yaml', document: inquiries('true'), against: null, histories: [file], save: false };
    expect(await runGoldenTest(ask)).toMatchObject({ passed: true, expected: 0 });
    await runGoldenTest({ ...ask, save: true });
    expect(await runGoldenTest(ask)).toMatchObject({ passed: true, expected: 1 });
    const changed = { ...ask, document: inquiries('channel == "web"'), against: { label: 'found.yaml', document: inquiries('true') } };
    const [tested] = (await runGoldenTest(changed)).histories;
    expect(tested!.answers).toMatchObject([
      {
        from: '2026-03-01',
        to: '2026-03-02',
        total: 1,
        expected: { total: 2 },
        asExpected: false,
        against: { total: 2, leave: [{ lead: 'b', clauses: ['wanted'] }], enter: [], change: [] },
      },
    ]);
    expect((await runGoldenTest({ ...changed, save: true })).passed).toBe(true);
    expect(readFileSync(join(folder, 'two.expected.yaml'), 'utf8')).toContain('total: 1');
    expect((await runGoldenTest(changed)).passed).toBe(true);
  });

  it('R3.17 compares the measures beside the value too, and writes them down', async () => {
    const file = written('several.history.yaml', history.replace('two', 'several'));
    const document = (condition: string): string =>
      inquiries('true').replace('measure: count', `measures:\n  all: count\n  some: { count: '${condition}' }`);
    const ask = { file: 'found.yaml', document: document('channel == "web"'), against: null, histories: [file], save: true };
    await runGoldenTest(ask);
    const saved = readFileSync(join(folder, 'several.expected.yaml'), 'utf8');
    expect(saved).toContain('total: 2\n  rows:\n    - value: 2\n      count: 2\n      measures:\n        some: 1\n');
    expect((await runGoldenTest({ ...ask, save: false })).passed).toBe(true);
    expect((await runGoldenTest({ ...ask, document: document('channel != ""'), save: false })).passed).toBe(false);
    // What was saved before measures were written down is still about the value alone.
    written('several.expected.yaml', saved.slice(0, saved.indexOf('  rows:')));
    expect(await runGoldenTest({ ...ask, document: document('channel != ""'), save: false })).toMatchObject({ passed: true, expected: 1 });
    written('several.expected.yaml', saved.replace('some: 1', 'sum: 1'));
    expect((await runGoldenTest({ ...ask, save: false })).passed).toBe(false);
  });

  it('refuses keys of expected figures that nobody reads, with the nearest that is read', () => {
    const file = written('keys.history.yaml', history.replace('two', 'keys'));
    const figure = { report: 'found', from: '2026-03-01', to: '2026-03-31', total: 2 };
    const problems = (figures: readonly object[]): string[] => {
      written('keys.expected.yaml', JSON.stringify(figures));
      try {
        readCases([file]);
        return [];
      } catch (error) {
        return (error as { violations: { path: string; message: string }[] }).violations.map(
          ({ path, message }) => `${path.slice(folder.length + 1)} ${message.split('; known')[0]}`,
        );
      }
    };
    expect(problems([{ ...figure, by: ['channel'], rows: [{ channel: 'web', value: 2, count: 2, measures: { some: 1 } }] }])).toEqual([]);
    expect(problems([figure, { ...figure, were: 'true', measures: {}, by: ['channel'], rows: [{ chanel: 'web', vlaue: 2 }] }])).toEqual([
      'keys.expected.yaml[1].were were is nothing that is expected of a figure; did you mean where?',
      'keys.expected.yaml[1].measures measures is nothing that is expected of a figure',
      'keys.expected.yaml[1].rows[0].chanel chanel is nothing that is expected of a figure; did you mean channel?',
      'keys.expected.yaml[1].rows[0].vlaue vlaue is nothing that is expected of a figure; did you mean value?',
    ]);
    expect(problems([{ ...figure, rows: [2] }])).toHaveLength(1);
  });

  it('takes a history as lines of JSON too, in the order the events were recorded', () => {
    const lines = [
      { history: 'lines', zone: 'Europe/Berlin' },
      { stream: 'lead-b', type: 'lead.captured', at: 'unknown', known: '2026-03-03T00:00:00Z', data: { inquiry: {} } },
      { stream: 'lead-a', type: 'lead.captured', at: '2026-03-01T09:00:00+01:00', data: { inquiry: {} } },
    ].map((each) => JSON.stringify(each));
    const read = readHistory('lines.history.ndjson', lines.join('\n'));
    expect([read.name, read.zone, read.entries.map(({ position, event }) => [position, event.stream])]).toEqual([
      'lines',
      'Europe/Berlin',
      [
        [1, 'lead-a'],
        [2, 'lead-b'],
      ],
    ]);
  });

  it('names every problem of a history at once', () => {
    const bad = [
      'history: bad',
      'zone: Berlin',
      'events:',
      '  - { stream: a, type: lead.captured, at: 2026-03-01T09:00:00Z }',
      '  - { stream: lead-a, type: lead.captued, at: 2026-03-01T09:00:00Z }',
      '  - { stream: lead-a, type: lead.won, at: yesterday }',
    ].join('\n');
    expect(() => readHistory('bad.history.yaml', bad)).toThrow(/Berlin is no time zone/);
    const problems = (text: string): string[] => {
      try {
        readHistory('bad.history.yaml', text);
        return [];
      } catch (error) {
        return (error as { violations: { path: string; message: string }[] }).violations.map(({ path, message }) => `${path} ${message}`);
      }
    };
    expect(problems(bad.replace('zone: Berlin', 'zone: UTC'))).toEqual([
      'events[0] stream is the name of the stream: lead-a, rep-ana, team-north',
      'events[1] There is no event lead.captued; did you mean lead.captured?',
      'events[2] at is an instant (2026-03-01T09:00:00Z), a date (2026-03-01) or unknown',
    ]);
  });

  it('R3.1 R0.13 a history brings its vocabularies and terms along, as events', async () => {
    const publishes = (stream: string, type: string, data: object) =>
      `  - ${JSON.stringify({ stream, type, at: '2026-03-01T08:00:00Z', data: { version: 1, documentHash: 'h', reason: 'r', ...data } })}`;
    const channels = 'vocabulary: channels\ntitle: C\nfields: [channel]\ncodes: { web: { label: Web, aliases: [internet] } }\n';
    const online = 'term: online\ntitle: T\nentity: inquiry\nclauses:\n  web: code(channel, "channels") == "web"\n';
    const file = written(
      'brings.history.yaml',
      [
        history.replace('two', 'brings').replace('channel: mail', 'channel: Internet'),
        publishes('vocabulary-channels', 'vocabulary.published', {
          name: 'channels',
          document: channels,
          effectiveFrom: '2026-03-01T08:00:00.000Z',
        }),
        publishes('definition-online', 'definition.published', { name: 'online', document: online }),
      ].join('\n'),
    );
    const ask = { file: 'found.yaml', document: inquiries('{ use: online }'), against: null, histories: [file], save: false };
    expect((await runGoldenTest(ask)).histories[0]!.answers).toMatchObject([{ total: 2 }]);
    await expect(runGoldenTest({ ...ask, document: inquiries('{ use: onlin }') })).rejects.toMatchObject({ code: 'DEFINITION.TERM' });
  });

  it('finds what to compare with in the library, and says where else it may be', () => {
    expect(shippedDocument('new_leads@2').label).toBe('new_leads@2');
    expect(() => shippedDocument('new_leads@99')).toThrow(/--url/);
    expect(() => readCases([folder, join(folder, 'none')])).toThrow(/There is no/);
  });
});
