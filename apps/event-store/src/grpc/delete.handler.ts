import { type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { type DeleteReq, type TombstoneReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type Store } from '../store.js';
import { parseExpected, parseStreamName } from './append-request.js';
import { badRequest, deleteRefused, streamDeleted, toCallError } from './call-errors.js';
import { WireMessage } from './wire.js';

/** `Streams.Delete` (soft) and `Streams.Tombstone` (hard, for ever). Both answer with the position of what they wrote. */
export function deleteHandler(store: Store, hard: boolean) {
  return (call: ServerUnaryCall<DeleteReq | TombstoneReq, Buffer>, callback: sendUnaryData<Buffer>): void => {
    remove(store, call.request, hard).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toCallError(error).toStatus()),
    );
  };
}

async function remove({ writer }: Store, request: DeleteReq | TombstoneReq, hard: boolean): Promise<Buffer> {
  const options = request.getOptions();
  if (!options) throw badRequest('The request has no options');
  const stream = parseStreamName(options.getStreamIdentifier()?.getStreamName_asU8());
  const expected = parseExpected(options, options.hasRevision() ? options.getRevision() : null);
  // The metadata of a tombstoned stream is as gone as the stream. Else: deleting metadata alone breaks a real server's scavenge, so it is refused.
  if (stream.startsWith('$$')) {
    if ((await writer.head(stream.slice(2))).tombstoned) throw streamDeleted(stream);
    throw badRequest(`The metadata stream "${stream}" cannot be deleted: write empty metadata instead`);
  }
  const outcome = await writer.submit({ kind: 'delete', stream, hard, expected });
  if (outcome.kind === 'deleted') throw streamDeleted(stream);
  if (outcome.kind === 'wrong-version') throw deleteRefused(stream, expected, outcome.actual);
  const { position } = outcome;
  const response = new WireMessage();
  return (position === null ? response.empty(2) : response.message(1, new WireMessage().uint(1, position).uint(2, position))).toBuffer();
}
