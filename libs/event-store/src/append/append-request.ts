import { type EventToAppend, type ExpectedRevision } from '../event-log.port.js';
import { ProtoWriter } from './proto-writer.js';

/** Real servers take messages of 4 MiB; a larger append goes in several. */
const MAX_MESSAGE_BYTES = 3 * 1024 * 1024;

export interface AppendRequest {
  readonly correlationId: string;
  /** With its prefix. */
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** When the server need not go on with it, milliseconds since the epoch. */
  readonly deadline: number;
  readonly events: readonly EventToAppend[];
}

const writer = new ProtoWriter();

/**
 * The messages `BatchAppendReq` of one append. Written by hand because the classes of the client spell every nested message as bytes several times and
 * carry data through base64, which is a fifth of all that an import costs the API; a test reads them back by those classes.
 */
export function appendRequests({ correlationId, stream, expected, deadline, events }: AppendRequest): Buffer[] {
  const messages: Buffer[] = [];
  begin(correlationId);
  writer.message(2, () => options(stream, expected, deadline));
  for (const event of events) {
    if (writer.length > MAX_MESSAGE_BYTES / 2 && writer.length + bytesOf(event) > MAX_MESSAGE_BYTES) {
      messages.push(writer.take());
      begin(correlationId);
    }
    writer.message(3, () => proposed(event));
  }
  writer.uint(4, 1);
  messages.push(writer.take());
  return messages;
}

const begin = (correlationId: string): void => writer.message(1, () => writer.text(2, correlationId));

function options(stream: string, expected: ExpectedRevision, deadline: number): void {
  writer.message(1, () => writer.text(3, stream));
  if (typeof expected === 'number') writer.uint(2, expected);
  else writer.message(emptyField[expected], nothing);
  writer.message(6, () => {
    writer.uint(1, Math.floor(deadline / 1000));
    writer.uint(2, (deadline % 1000) * 1_000_000);
  });
}

const emptyField = { 'no-stream': 3, any: 4, 'stream-exists': 5 } as const;
const nothing = (): void => undefined;

function proposed({ id, type, data, metadata }: EventToAppend): void {
  writer.message(1, () => writer.text(2, id));
  entry('type', type);
  entry('content-type', 'application/json');
  writer.text(3, JSON.stringify(metadata));
  writer.text(4, JSON.stringify(data));
}

function entry(key: string, value: string): void {
  writer.message(2, () => {
    writer.text(1, key);
    writer.text(2, value);
  });
}

const bytesOf = ({ data, metadata }: EventToAppend): number =>
  Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
