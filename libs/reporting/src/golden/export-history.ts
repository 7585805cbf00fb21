import { type EventMetadata, type SealedEvent } from '#libs/contracts';

/** What is written at the head of an exported history. */
export interface ExportedHead {
  readonly history: string;
  readonly describe: string;
  readonly zone: string;
  readonly ask: readonly { readonly from: string; readonly to: string; readonly by?: readonly string[]; readonly where?: string }[];
}

/** Reasons that reports count by; any other is free text about somebody, and is left out. */
const COUNTED_REASONS = new Set(['lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.won']);
/** Keys whose values are ids of people, of what belongs to them, or of records elsewhere: by the word that stands for them. */
const IDS: Readonly<Record<string, string>> = {
  personId: 'person',
  contactPointId: 'contact',
  externalId: 'record',
  inquiryId: 'inquiry',
  repId: 'rep',
};
/** Words of the business: whatever somebody is called, they stay. */
const WORDS = new Set([
  'attributes',
  'document',
  'source',
  'channel',
  'medium',
  'campaign',
  'type',
  'direction',
  'outcome',
  'stage',
  'process',
  'kind',
]);
const ID_STREAMS = /^(lead|person|company|rep)-(.+)$/;

/**
 * Events as the lines of a golden history (NDJSON, the head first) from which nobody is known: what is sealed is dropped, ids of leads, people, contact
 * points, records elsewhere and staff become numbers, the same one everywhere; names and free texts are left out. Clear attributes, sources and campaigns
 * stay, since definitions count by them. Pure: the same events give the same text.
 */
export function exportHistory(head: ExportedHead, events: readonly SealedEvent[]): string {
  const aliases = new Aliases();
  for (const event of events) aliases.learn(event);
  const lines = events.map((event) => JSON.stringify(lineOf(event, aliases)));
  return [JSON.stringify(head), ...lines].map((line) => `${line}\n`).join('');
}

function lineOf({ stream, type, data, metadata }: SealedEvent, aliases: Aliases): object {
  const { occurredAt, knownAt, actor, policy, importId, schemaVersion } = metadata as EventMetadata;
  const kind = ID_STREAMS.exec(stream);
  return {
    stream: kind ? `${kind[1]}-${aliases.of(kind[2]!)}` : stream,
    type,
    at: occurredAt.value ?? 'unknown',
    ...(occurredAt.precision === 'day' && { zone: occurredAt.zone }),
    known: knownAt,
    by: aliases.of(actor.id),
    ...(actor.kind !== 'person' && { byKind: actor.kind }),
    ...(policy && { policy: `${policy.name}@${policy.version}` }),
    ...(importId !== undefined && { import: importId }),
    schemaVersion,
    data: aliases.within(data, type),
  };
}

/** Who stands for whom: numbered in the order of their first appearance. */
class Aliases {
  private readonly names = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  learn({ stream, data, metadata }: SealedEvent): void {
    const [, category, id] = ID_STREAMS.exec(stream) ?? [];
    if (category !== undefined) this.give(id!, category);
    const { actor } = metadata as EventMetadata;
    if (actor.kind === 'person') this.give(actor.id, 'rep');
    this.learnWithin(data);
  }

  of(id: string): string {
    return this.names.get(id) ?? id;
  }

  /** A copy of an event's data in which everybody has another name. */
  within(value: unknown, type: string, isTop = true): unknown {
    if (typeof value === 'string') return this.of(value);
    if (Array.isArray(value)) return value.map((each) => this.within(each, type, false));
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      if (key === 'sealed') return [];
      if (key === 'payloadHash') return [[key, null]];
      if (WORDS.has(key)) return [[key, inner]];
      if (isTop && typeof inner === 'string' && key === 'reason' && !COUNTED_REASONS.has(type)) return [[key, 'left out']];
      if (isTop && typeof inner === 'string' && key === 'name' && type.startsWith('rep.')) return [[key, 'left out']];
      return [[this.of(key), this.within(inner, type, false)]];
    });
    return Object.fromEntries(kept);
  }

  private learnWithin(value: unknown): void {
    if (Array.isArray(value)) value.forEach((each) => this.learnWithin(each));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        if (key in IDS && typeof inner === 'string') this.give(inner, IDS[key]!);
        if (key === 'kind' && inner === 'person' && typeof (value as { id?: unknown }).id === 'string')
          this.give((value as { id: string }).id, 'rep');
        if (key === 'by' && typeof inner === 'string') this.give(inner, 'rep');
        if (!WORDS.has(key)) this.learnWithin(inner);
      }
  }

  private give(id: string, category: string): void {
    if (this.names.has(id)) return;
    const number = (this.counts.get(category) ?? 0) + 1;
    this.counts.set(category, number);
    this.names.set(id, `${category}${number}`);
  }
}
