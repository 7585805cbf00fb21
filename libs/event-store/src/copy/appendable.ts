import { type RawEvent } from './raw-event.js';

const MAX_EVENTS = 500;
/** Half of what a server takes in one append by default. A single event may be larger. */
const MAX_BYTES = 524_288;

/** Events that one append can take: of one stream, consecutive, not too large. */
export interface AppendableRun {
  readonly events: readonly RawEvent[];
  /** Of their data. */
  readonly bytes: number;
}

/** Events in their order, in runs. */
export async function* appendable(events: AsyncGenerator<RawEvent>): AsyncGenerator<AppendableRun> {
  let run: RawEvent[] = [];
  let bytes = 0;
  for await (const event of events) {
    const size = sizeOf(event);
    const last = run.at(-1);
    const continues = last?.stream === event.stream && last.revision + 1 === event.revision;
    if (last && (!continues || run.length >= MAX_EVENTS || bytes + size > MAX_BYTES)) {
      yield { events: run, bytes };
      [run, bytes] = [[], 0];
    }
    run.push(event);
    bytes += size;
  }
  if (run.length > 0) yield { events: run, bytes };
}

const sizeOf = ({ data, isJson }: RawEvent): number => (isJson ? Buffer.byteLength(JSON.stringify(data)) : (data as Uint8Array).byteLength);
