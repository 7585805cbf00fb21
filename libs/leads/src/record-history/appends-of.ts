import { type EventToAppend } from '#libs/event-store';

/** Stores take appends of up to 1 MiB; a lead with a very long history needs several. */
const MAX_EVENTS = 500;
const MAX_BYTES = 700 * 1024;
/** Metadata and frame, roughly. */
const BYTES_BESIDE = 1_000;
const LONG = 200;
const LONGEST_NUMBER = 32;

export function appendsOf(events: readonly EventToAppend[]): readonly (readonly EventToAppend[])[] {
  const parts: EventToAppend[][] = [];
  let bytes = Infinity;
  for (const event of events) {
    const size = bytesAtMost(event.data) + BYTES_BESIDE;
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

/** No fewer bytes than the value takes as JSON. Short texts are not spelled for it: a character takes at most six, as `\u001f`. */
function bytesAtMost(value: unknown): number {
  if (typeof value === 'string') return value.length > LONG ? Buffer.byteLength(JSON.stringify(value)) : 6 * value.length + 2;
  if (typeof value !== 'object' || value === null) return LONGEST_NUMBER;
  let bytes = 2;
  for (const name in value) bytes += 6 * name.length + 4 + bytesAtMost((value as Record<string, unknown>)[name]);
  return bytes;
}
