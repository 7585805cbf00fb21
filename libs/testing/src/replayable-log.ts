import { type StoredEvent } from '#libs/event-store';

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** What differs between two runs by design: what is sealed (keys are random) and where in the log something was seen (streams are written side by side). */
const ITS_OWN: ReadonlySet<string> = new Set(['sealed', 'position']);

/**
 * A log as a second run of the same steps repeats it: stream by stream, each event with its times, who did it, by which policy, and what it says.
 * Leads stand by their number in order of arrival, other ids are left out. Postings of one instant to the account of a rep have no order:
 * leads are given and taken side by side.
 */
export function replayable(events: readonly StoredEvent[], leads: readonly string[]): readonly (readonly string[])[] {
  const names = new Map(leads.map((lead, index) => [lead, `lead ${index + 1}`]));
  const named = (text: string): string => text.replace(ID, (id) => names.get(id) ?? '#');
  const streams = new Map<string, string[]>();
  for (const { stream, type, data, metadata } of events) {
    const { actor, occurredAt, knownAt, policy } = metadata;
    const said = JSON.stringify({ knownAt, type, occurredAt, actor, policy, data }, (key, value: unknown) =>
      ITS_OWN.has(key) ? undefined : value,
    );
    const lines = streams.get(stream) ?? [named(stream)];
    lines.push(named(said));
    streams.set(stream, lines);
  }
  return [...streams]
    .map(([stream, [name, ...lines]]) => [name!, ...(stream.startsWith('rep-') ? lines.sort() : lines)])
    .sort((a, b) => (a.join('\n') < b.join('\n') ? -1 : 1));
}
