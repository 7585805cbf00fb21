import { isUuid } from '#libs/platform';
import { type UUID } from '@eventstore/db-client/generated/shared_pb.js';
import { type AppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type ExpectedRevision, type ProposedEvent } from '../log/log-record.js';
import { badRequest, metadataMissing } from './call-errors.js';

const NIL = '00000000-0000-0000-0000-000000000000';
const NO_STREAM_AS_REVISION = '18446744073709551615';

/** An event as a request holds it, on either path. */
export interface ProposedFields {
  readonly id: string;
  readonly type: string | undefined;
  readonly contentType: string | undefined;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export const proposedFields = (message: AppendReq.ProposedMessage): ProposedFields => ({
  id: eventId(message.getId()),
  type: message.getMetadataMap().get('type'),
  contentType: message.getMetadataMap().get('content-type'),
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** Throws INVALID_ARGUMENT for what cannot be stored. JSON is not validated: it is stored as the bytes that came. */
export function checkedEvent({ id, type, contentType, data, metadata }: ProposedFields): ProposedEvent {
  if (type === undefined || contentType === undefined) throw metadataMissing();
  if (type === '' || type.includes('\0')) throw badRequest('An event type must not be empty nor contain NUL');
  const known = id.toLowerCase();
  if (!isUuid(known) || known === NIL) throw badRequest(`An event id must be a UUID other than the nil UUID, not "${id}"`);
  return { id: known, type, isJson: contentType === 'application/json', data, metadata };
}

export function eventId(uuid: UUID | undefined): string {
  const structured = uuid?.getStructured();
  return structured ? dashed(structured.getMostSignificantBits(), structured.getLeastSignificantBits()) : (uuid?.getString() ?? '');
}

function dashed(most: string, least: string): string {
  const hex = [most, least].map((part) => BigInt.asUintN(64, BigInt(part)).toString(16).padStart(16, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Streams that may be written: not `$all`, not `$$` alone, and no metadata of metadata. */
export function parseStreamName(bytes: Uint8Array | undefined): string {
  const name = Buffer.from(bytes ?? []).toString('utf8');
  if (name === '') throw badRequest('The request names no stream');
  if (name === '$all' || name === '$$' || name.startsWith('$$$$')) throw badRequest(`The stream "${name}" cannot be written to`);
  return name;
}

/** The oneof of expected revisions, under the two names that the protocol gives its number. */
interface ExpectedOptions {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

export function parseExpected(options: ExpectedOptions, revision: string | null): ExpectedRevision {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream() || revision === NO_STREAM_AS_REVISION) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  if (revision === null) throw badRequest('The request has no expected revision');
  return Math.min(Number(revision), Number.MAX_SAFE_INTEGER);
}
