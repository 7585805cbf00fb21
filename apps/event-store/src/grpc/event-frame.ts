import { type LogRecord, TOMBSTONE } from '../log/log-record.js';
import { WireMessage } from './wire.js';

/** 2^63−1 as a varint. */
const TOMBSTONE_VARINT = Buffer.from('ffffffffffffffff7f', 'hex');
const CONTENT_TYPE = Buffer.from('content-type');
const CREATED = Buffer.from('created');
const TYPE = Buffer.from('type');
const JSON_TYPE = Buffer.from('application/json');
const BINARY_TYPE = Buffer.from('application/octet-stream');

/** `ReadResp.event` of a record that is not a resolved link (protocol 3.2). Encoded once per record. */
export function eventFrame(record: LogRecord): Buffer {
  return (record.frame ??= readEvent([[1, record]], record.position));
}

/** A resolved link: the event it points to (null where that is gone) and the link itself, whose position counts. */
export function linkFrame(event: LogRecord | null, link: LogRecord): Buffer {
  return readEvent([...(event ? [[1, event] as const] : []), [2, link] as const], link.position);
}

function readEvent(records: readonly (readonly [field: number, record: LogRecord])[], commitPosition: number): Buffer {
  const encoded = records.map(([field, record]) => [field, recordedEvent(record)] as const);
  const size = encoded.reduce((sum, [, { length }]) => sum + 1 + varintSize(length) + length, 0) + 1 + varintSize(commitPosition);
  const buffer = Buffer.allocUnsafe(1 + varintSize(size) + size);
  let offset = writeLength(buffer, 0, 1, size);
  for (const [field, bytes] of encoded) {
    offset = writeLength(buffer, offset, field, bytes.length);
    buffer.set(bytes, offset);
    offset += bytes.length;
  }
  buffer[offset++] = 3 << 3;
  writeVarint(buffer, offset, commitPosition);
  return buffer;
}

function recordedEvent(record: LogRecord): Buffer {
  const { data, metadata, position } = record;
  const stream = Buffer.from(record.stream);
  const type = Buffer.from(record.type);
  const contentType = record.isJson ? JSON_TYPE : BINARY_TYPE;
  // 100-nanosecond ticks since the Unix epoch.
  const created = Buffer.from(`${record.createdMs}0000`);
  const revisionSize = record.revision === TOMBSTONE ? TOMBSTONE_VARINT.length : varintSize(record.revision);
  const name = lengthSize(stream.length);
  const size =
    2 +
    2 +
    36 + // id
    1 +
    varintSize(name) +
    name +
    1 +
    revisionSize +
    2 * (1 + varintSize(position)) +
    entrySize(TYPE, type) +
    entrySize(CONTENT_TYPE, contentType) +
    entrySize(CREATED, created) +
    lengthSize(metadata.length) +
    lengthSize(data.length);
  const buffer = Buffer.allocUnsafe(size);
  let at = writeLength(buffer, 0, 1, 38);
  at = writeLength(buffer, at, 2, 36);
  at += buffer.write(record.id, at, 'latin1');
  at = writeLength(buffer, at, 2, name);
  at = writeBytes(buffer, at, 3, stream);
  buffer[at++] = 3 << 3;
  if (record.revision === TOMBSTONE) at += TOMBSTONE_VARINT.copy(buffer, at);
  else at = writeVarint(buffer, at, record.revision);
  buffer[at++] = 4 << 3;
  at = writeVarint(buffer, at, position);
  buffer[at++] = 5 << 3;
  at = writeVarint(buffer, at, position);
  at = writeEntry(buffer, at, TYPE, type);
  at = writeEntry(buffer, at, CONTENT_TYPE, contentType);
  at = writeEntry(buffer, at, CREATED, created);
  at = writeBytes(buffer, at, 7, metadata);
  writeBytes(buffer, at, 8, data);
  return buffer;
}

const lengthSize = (length: number): number => 1 + varintSize(length) + length;
const entrySize = (key: Buffer, value: Buffer): number => lengthSize(lengthSize(key.length) + lengthSize(value.length));

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  return size;
}

function writeVarint(buffer: Buffer, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) buffer[at++] = (rest % 0x80) | 0x80;
  buffer[at++] = rest;
  return at;
}

function writeLength(buffer: Buffer, offset: number, field: number, length: number): number {
  buffer[offset] = (field << 3) | 2;
  return writeVarint(buffer, offset + 1, length);
}

function writeBytes(buffer: Buffer, offset: number, field: number, bytes: Uint8Array): number {
  const at = writeLength(buffer, offset, field, bytes.length);
  buffer.set(bytes, at);
  return at + bytes.length;
}

function writeEntry(buffer: Buffer, offset: number, key: Buffer, value: Buffer): number {
  const at = writeLength(buffer, offset, 6, lengthSize(key.length) + lengthSize(value.length));
  return writeBytes(buffer, writeBytes(buffer, at, 1, key), 2, value);
}

const position = (commit: number): WireMessage => new WireMessage().uint(1, commit).uint(2, commit);

export const confirmationFrame = (id: string): Buffer => new WireMessage().message(2, new WireMessage().text(1, id)).toBuffer();
export const checkpointFrame = (commit: number): Buffer => new WireMessage().message(3, position(commit)).toBuffer();
export const streamNotFoundFrame = (stream: string): Buffer =>
  new WireMessage().message(4, new WireMessage().message(1, new WireMessage().text(3, stream))).toBuffer();
export const caughtUpFrame = (): Buffer => new WireMessage().empty(8).toBuffer();
