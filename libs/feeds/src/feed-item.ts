import { type EventMetadata, type SealedEvent } from '#libs/contracts';
import { firstInstantOfDay } from '#libs/calendar';
import { canonicalJson } from '#libs/platform';

/** What everyone who may read the feed gets of every event: enough to compute the chain. Positions are decimal strings. */
export interface BareItem {
  readonly position: string;
  /** SHA-256 (hex) of the canonical sealed event. */
  readonly leaf: string;
}

/** CloudEvents 1.0, structured JSON mode; the attributes below `data` are extensions. */
export interface CloudEventItem extends BareItem {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The lead (or rep, team, person …) that the event is about. */
  readonly subject: string;
  /** occurredAt; of a day its first instant in its zone; absent where the time is unknown. */
  readonly time?: string;
  readonly datacontenttype: 'application/json';
  /** As stored: personal data stays sealed. */
  readonly data: unknown;
  readonly knownat: string;
  readonly occurredprecision: 'instant' | 'day' | 'unknown';
  /** Running digest of the chain up to and including this event. */
  readonly digest: string;
  readonly stream: string;
  readonly revision: number;
  /** The event's metadata as canonical JSON text (an extension must be a plain value): actor, command, causation, findings. */
  readonly metadata: string;
}

export type FeedItem = BareItem | CloudEventItem;

/** An entry of the spine; `event` is null where it is to be left out. */
export interface FeedRow {
  readonly position: string;
  readonly leaf: string;
  readonly digest: string;
  readonly event: (SealedEvent & { readonly metadata: EventMetadata }) | null;
}

export function toFeedItem(row: FeedRow, source: string): FeedItem {
  const { position, leaf, digest, event } = row;
  if (!event) return { position, leaf };
  const { occurredAt, knownAt } = event.metadata;
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: event.type,
    subject: subjectOf(event.stream),
    ...timeOf(occurredAt),
    datacontenttype: 'application/json',
    data: event.data,
    position,
    knownat: knownAt,
    occurredprecision: occurredAt.precision,
    leaf,
    digest,
    stream: event.stream,
    revision: event.revision,
    metadata: canonicalJson(event.metadata),
  };
}

/** `lead-<id>` is about `<id>`; the stream `log` is about itself. */
function subjectOf(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(dash + 1);
}

function timeOf(occurredAt: EventMetadata['occurredAt']): { time?: string } {
  switch (occurredAt.precision) {
    case 'instant':
      return { time: occurredAt.value };
    case 'day':
      return { time: firstInstantOfDay(occurredAt.value, occurredAt.zone) };
    case 'unknown':
      return {};
  }
}
