import { type AllStreamRecordedEvent, binaryEvent, type EventData, jsonEvent, type JSONEventType } from '@eventstore/db-client';
import { leafOf } from '#libs/contracts';

/** An event as one server holds it and another shall hold it; no rule of the product applies to it. */
export interface RawEvent {
  readonly id: string;
  readonly type: string;
  /** Without the prefix of its log. */
  readonly stream: string;
  readonly revision: number;
  readonly isJson: boolean;
  readonly data: unknown;
  /** An object or array where it is JSON, else bytes; null where there is none. */
  readonly metadata: unknown;
}

/**
 * Null: an event that a copy leaves where it is. Those are other people's streams, streams of the store itself (`$…`, `$$…`), and its records in
 * the streams of users: tombstones and links.
 */
export function rawEventOf(prefix: string | null, event: AllStreamRecordedEvent): RawEvent | null {
  const isCopied = prefix === null ? !event.streamId.startsWith('$') : event.streamId.startsWith(prefix);
  if (!isCopied || event.type.startsWith('$')) return null;
  const { id, type, streamId, isJson, data, metadata } = event;
  return {
    id,
    type,
    isJson,
    data,
    stream: streamId.slice(prefix?.length ?? 0),
    revision: Number(event.revision),
    metadata: metadata ?? null,
  };
}

const utf8 = new TextEncoder();

export function toAppend({ id, type, isJson, data, metadata }: RawEvent): EventData {
  const carried =
    metadata === null ? {} : { metadata: isBytes(metadata) ? new Uint8Array(metadata) : utf8.encode(JSON.stringify(metadata)) };
  return isJson
    ? jsonEvent<JSONEventType>({ id, type, data: data as JSONEventType['data'], ...carried })
    : binaryEvent({ id, type, data: data as Uint8Array, ...carried });
}

/** The leaf of the product's digest chain; bytes, which the product never writes, are hashed as their base64. */
export const leafOfRaw = ({ id, type, stream, revision, data, metadata }: RawEvent): string =>
  leafOf({ id, type, stream, revision, data: hashed(data), metadata: hashed(metadata) });

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
const hashed = (value: unknown): unknown => (isBytes(value) ? { base64: Buffer.from(value).toString('base64') } : (value ?? null));
