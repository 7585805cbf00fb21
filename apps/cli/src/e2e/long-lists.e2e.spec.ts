import { jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { launch } from './cli-process.fixture.js';

jest.setTimeout(600_000);

const ENTRIES = 100_000;
/** Of some 2 KB. */
const entry = (index: number) => ({
  ...{ entity: 'inquiry', id: `inquiry ${index}`, lead: `lead ${'long'.repeat(500)}`, clauses: ['reachable'], events: [`event ${index}`] },
  ...{ before: { counted: true }, after: { counted: false } },
});

const report = { definition: 'a', version: 1, unit: 'inquiries', total: 1, totalExact: null, rows: [] };

/** Characters of the last answer. */
let sent = 0;

/** Answers as the API does, as fast as it is read. */
async function answer(response: ServerResponse, isNdjson: boolean, head: string, between: string, end: string): Promise<void> {
  sent = 0;
  const write = async (text: string): Promise<void> => {
    sent += text.length;
    if (!response.write(text)) await once(response, 'drain');
  };
  response.setHeader('content-type', isNdjson ? 'application/x-ndjson' : 'application/json');
  await write(head);
  for (let index = 0; index < ENTRIES; index++)
    await write(`${index === 0 ? '' : between}${JSON.stringify(isNdjson ? { list: 'leave', ...entry(index) } : entry(index))}`);
  await write(end);
  response.end();
}

describe('R5.2 lists that are larger than the memory of the command line', () => {
  const server = createServer((request, response) => {
    const isNdjson = request.headers.accept?.includes('ndjson') === true;
    if (request.url === '/v1/reports/leads') void answer(response, isNdjson, '', '\n', '\n');
    else if (isNdjson) void answer(response, true, `${JSON.stringify({ before: report, after: report, measures: [] })}\n`, '\n', '\n');
    else void answer(response, false, '{"before":{},"after":{},"leave":[', ',', '],"enter":[],"change":[]}');
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  /** What it printed: how many characters and lines, and how they end. */
  async function printed(...args: string[]) {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const period = ['--from', '2026-03-01', '--to', '2026-03-31', '--url', url];
    const env = { NODE_OPTIONS: '--max-old-space-size=64', LEADLEDGER_TOKEN: 'x' };
    const { child, ended } = launch([...args, ...period], env);
    child.stdout!.removeAllListeners('data');
    let [end, characters, lines] = ['', 0, 0];
    child.stdout!.on('data', (text: string) => {
      characters += text.length;
      lines += text.split('\n').length - 1;
      end = (end + text).slice(-100);
    });
    const { code, err } = await ended;
    return { code, err, characters, lines, end };
  }

  it('report diff passes its document on', async () => {
    const { end, ...all } = await printed('report', 'diff', 'a@1', 'a@2', '--json');
    expect(all).toEqual({ code: 0, err: '', characters: sent + 1, lines: 1 });
    expect(end.endsWith('}],"enter":[],"change":[]}\n')).toBe(true);
    expect(sent).toBeGreaterThan(ENTRIES * 2_000);
  });

  it('report diff in words counts at the end', async () => {
    const { code, lines, end } = await printed('report', 'diff', 'a@1', 'a@2');
    expect([code, lines, end.endsWith(`\n${ENTRIES} leave, 0 enter, 0 change\n`)]).toEqual([0, ENTRIES + 4, true]);
  });

  it('report leads draws a table as wide as its first rows', async () => {
    const { code, lines, end } = await printed('report', 'leads', 'a@1');
    expect([code, lines, end.endsWith(`  event ${ENTRIES - 1}\n`)]).toEqual([0, ENTRIES + 2, true]);
  });
});
