import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectEventLog, type EventLog, type StorePosition } from '#libs/event-store';
import { loadConfig } from '#libs/platform';
import { type Finished, type Launched, launch, processesOn } from './cli-process.fixture.js';
import { type RunningFolder } from './running-folder.fixture.js';

/** Of each: captured, assigned, transferred. */
export const LEADS = 12_000;
/** An import is broken when the log has grown by this much: something is acknowledged, much is not. */
const SOME_EVENTS = 500;

const calls = `mapping: calls
source: calls
files:
  log: { path: log.csv, columns: { at: { type: instant }, n: { type: number } } }
history:
  - file: log
    lead: =row.case
    rowKey: [case, n]
    order: [n]
    occurredAt: =row.at
    events:
      - { do: capture-inquiry, when: first, source: calls, channel: phone }
      - { do: assign-lead, when: row.n == 2, to: { person: =row.person } }
      - { do: transfer-lead, when: row.n == 3, to: { person: =row.person }, reason: Shift ends }
`;

/** Writes a history and its mapping into the folder; answers with the path of the mapping. */
export function writeHistory(folder: string, leads = LEADS): string {
  const rows = Array.from({ length: leads }, (_, index) =>
    [1, 2, 3]
      .map((n) => `${index},${n},2025-03-${String((index % 28) + 1).padStart(2, '0')}T0${n}:00:00Z,Rep ${(index + n) % 9}\n`)
      .join(''),
  );
  writeFileSync(join(folder, 'log.csv'), `case,n,at,person\n${rows.join('')}`);
  const path = join(folder, 'calls.yaml');
  writeFileSync(path, calls);
  return path;
}

/** The log of the running folder, found where its API found it. */
function logOf({ folder }: RunningFolder): EventLog {
  const api = processesOn(folder).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/api/src/main.js'));
  const environment = readFileSync(`/proc/${api}/environ`, 'utf8')
    .split('\0')
    .map((each) => each.split(/=(.*)/s).slice(0, 2) as [string, string]);
  const { eventStoreUrl, streamPrefix } = loadConfig(Object.fromEntries(environment));
  return connectEventLog({ url: eventStoreUrl!, prefix: streamPrefix });
}

/** Waits until the server answers. */
async function running(ledger: RunningFolder): Promise<void> {
  while ((await ledger.run('projections', 'status')).code !== 0) await sleep(250);
}

/** Starts the import, does this to it once it has brought something into the log, and waits for its end. */
export async function interrupted(ledger: RunningFolder, mapping: string, disturb: (importer: Launched) => void): Promise<Finished> {
  await running(ledger);
  const log = logOf(ledger);
  try {
    const end = await lengthAfter(log);
    const importer = launch(['import', mapping, '--json', '--data', ledger.folder]);
    let brought = { length: 0, last: end.last };
    while (brought.length < SOME_EVENTS) {
      if (importer.child.exitCode !== null) throw new Error(`The import ended before it was disturbed: ${(await importer.ended).err}`);
      await sleep(20);
      const { length, last } = await lengthAfter(log, brought.last);
      brought = { length: brought.length + length, last };
    }
    disturb(importer);
    return await importer.ended;
  } finally {
    await log.close();
  }
}

async function lengthAfter(log: EventLog, after?: StorePosition): Promise<{ length: number; last: StorePosition | undefined }> {
  let [length, last] = [0, after];
  for await (const { storePosition } of log.readAll({ ...(after && { after }) })) {
    length += 1;
    last = storePosition;
  }
  return { length, last };
}

/** A refusal that says what is wrong and what to do, and nothing else. */
export function expectProblem({ code, out, err }: Finished, codes: RegExp): void {
  expect({ code, out }).toEqual({ code: 1, out: '' });
  const problem = JSON.parse(err) as { status: number; code: string; detail: string };
  expect(problem).toMatchObject({ status: 503, code: expect.stringMatching(codes) as string });
  expect(problem.detail).toMatch(/again|start|free/i);
}

/** Runs the import to its end and once more, and looks at what is in the log after all of it: every fact once, the chain and the read models whole. */
export async function expectAllOnce(ledger: RunningFolder, mapping: string): Promise<void> {
  await running(ledger);
  expect(await ledger.answer('import', mapping)).toMatchObject({ accepted: 0, known: 3 * LEADS, events: 0, rejected: 0 });

  const seen = new Map<string, number>();
  for (const { type, subject } of await ledger.lines<{ type?: string; subject?: string }>('events', 'tail', '--after', '0')) {
    if (!type?.startsWith('lead.')) continue;
    const fact = `${type} ${subject}`;
    seen.set(fact, (seen.get(fact) ?? 0) + 1);
  }
  expect(seen.size).toBe(3 * LEADS);
  expect([...seen.values()].every((count) => count === 1)).toBe(true);
  expect(await ledger.lines('owners', '--at', '2025-04-01T00:00:00Z')).toHaveLength(LEADS);
  expect((await ledger.run('events', 'verify')).code).toBe(0);
  expect((await ledger.run('projections', 'verify')).code).toBe(0);
}
