import { type EventToAppend } from '#libs/event-store';

/** Stores take appends of up to 1 MiB; a lead with a very long history needs several. */
const MAX_EVENTS = 500;
const MAX_BYTES = 700 * 1024;

export function appendsOf(events: readonly EventToAppend[]): readonly (readonly EventToAppend[])[] {
  const parts: EventToAppend[][] = [];
  let bytes = Infinity;
  for (const event of events) {
    const size = JSON.stringify(event.data).length + 1_000;
    const part = parts.at(-1);
    if (!part || part.length >= MAX_EVENTS || bytes + size > MAX_BYTES) {
      parts.push([event]);
      bytes = size;
    } else {
      part.push(event);
      bytes += size;
    }
  }
  return parts;
}
