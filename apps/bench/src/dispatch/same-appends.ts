import { type EventToAppend, type EventLog } from '#libs/event-store';
import { newId } from '#libs/platform';
import { type Round } from '../harness/benchmark.js';
import { closedLoop } from '../harness/measure.js';

/** Events of decisions in one append, as many as dispatch itself takes into one. */
const BATCH_BYTES = 900_000;

/** The same events as dispatch left, appended by the bare client: decisions many in one append, leads in parallel. Nothing is read or decided. */
export async function sameAppends(log: EventLog, leads: number): Promise<Round> {
  const decided: EventToAppend[] = [];
  const assigned: EventToAppend[] = [];
  for await (const { type, data, metadata } of log.readAll()) {
    const copy = { id: newId(), type, data, metadata };
    if (type === 'assignment.decided' && decided.length < leads) decided.push(copy);
    if (type === 'lead.assigned' && assigned.length < leads) assigned.push(copy);
    if (decided.length === leads && assigned.length === leads) break;
  }
  const start = performance.now();
  const stream = `bench-${newId()}`;
  for (let from = 0; from < decided.length;) {
    let bytes = 0;
    let to = from;
    while (to < decided.length && bytes < BATCH_BYTES) bytes += JSON.stringify(decided[to++]!.data).length + 800;
    await log.append(stream, decided.slice(from, to), 'any');
    from = to;
  }
  const { latenciesMs } = await closedLoop(assigned.length, 64, (index) => log.append(`bench-${newId()}`, [assigned[index]!], 'no-stream'));
  return { operations: assigned.length, seconds: (performance.now() - start) / 1_000, latenciesMs, errors: 0 };
}
