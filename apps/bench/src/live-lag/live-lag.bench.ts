import { setTimeout as delay } from 'node:timers/promises';
import { connectEventLog, type EventLog, type EventToAppend, positionToken } from '#libs/event-store';
import { waitForPosition } from '#libs/projections';
import { leadLife, repsFor } from '../data/lead-life.js';
import { type Benchmark, type Round } from '../harness/benchmark.js';
import { startApi } from '../workbench/api.js';
import { PREFIX } from '../workbench/prefix.js';

const EVENTS_A_SECOND = 500;
const SECONDS = 60;
/** Leads whose events come in turns; of each, the next is appended after the one before. */
const LANES = 250;
const PATIENCE_MS = 60_000;

interface NextAppend {
  readonly stream: string;
  readonly event: EventToAppend;
  /** Revision of the event before; −1: it is the first. */
  readonly after: number;
}

/** Single events appended at a steady rate while the projector follows: how long after its acknowledgement every read model has an event. */
export const liveLag: Benchmark = {
  name: 'live-lag',
  prepare: async (bench) => {
    const { ledger, eventStoreUrl } = await startApi(bench, { projector: true });
    const log = connectEventLog({ url: eventStoreUrl, prefix: PREFIX });
    bench.defer(() => log.close());
    const events = bench.sized(EVENTS_A_SECOND * SECONDS, LANES);
    const isVisible = (token: string): Promise<void> => waitForPosition(ledger.pool, token, PATIENCE_MS);
    const next = appends(events);
    return [
      {
        name: `an event acknowledged to its rows visible, ${EVENTS_A_SECOND} events a second`,
        unit: 'events',
        target: 'p99 at most 200 ms',
        rounds: 1,
        contenders: [{ name: 'LeadLedger', role: 'leadledger', run: () => appendAndWatch(log, next, events, isVisible) }],
      },
    ];
  },
};

/** The events of many lives in turns, one after the other in each. */
function* appends(events: number): Generator<NextAppend> {
  const reps = repsFor(events);
  let lives = 0;
  const born = () => {
    const life = leadLife(lives++, reps);
    return { stream: life.stream, events: life.toAppend(), at: 0 };
  };
  const lanes = Array.from({ length: LANES }, born);
  for (let n = 0; ; n++) {
    const lane = lanes[n % LANES]!;
    yield { stream: lane.stream, event: lane.events[lane.at]!, after: lane.at - 1 };
    if (++lane.at === lane.events.length) lanes[n % LANES] = born();
  }
}

/** Each append is sent when it is due, whatever those of other leads take. */
async function appendAndWatch(
  log: EventLog,
  next: Generator<NextAppend>,
  events: number,
  isVisible: (token: string) => Promise<void>,
): Promise<Round> {
  const latenciesMs: number[] = [];
  const last = new Map<string, Promise<string>>();
  const start = performance.now();
  const appended = async ({ stream, event, after }: NextAppend): Promise<string> => {
    await last.get(stream);
    const outcome = await log.append(stream, [event], after < 0 ? 'no-stream' : after);
    if (outcome.kind !== 'appended') throw new Error(`${stream} was ${outcome.kind} at revision ${after}`);
    return positionToken(outcome.storePosition);
  };
  const one = async (wanted: NextAppend): Promise<void> => {
    const token = appended(wanted);
    last.set(wanted.stream, token);
    const acknowledged = await token.then(() => performance.now());
    await isVisible(await token);
    latenciesMs.push(performance.now() - acknowledged);
  };
  const under: Promise<void>[] = [];
  for (let n = 0; n < events; n++) {
    const due = start + (n * 1_000) / EVENTS_A_SECOND;
    const early = due - performance.now();
    if (early > 1) await delay(early);
    under.push(one(next.next().value as NextAppend));
  }
  await Promise.all(under);
  return { operations: events, seconds: (performance.now() - start) / 1_000, latenciesMs, errors: 0 };
}
