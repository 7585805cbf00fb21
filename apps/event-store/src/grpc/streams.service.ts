import { type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type Store } from '../store.js';
import { appendHandler } from './append.handler.js';
import { batchAppendHandler } from './batch-append.handler.js';
import { readBatchRequest } from './batch-request.js';
import { deleteHandler } from './delete.handler.js';
import { type OpenCalls } from './open-calls.js';
import { readHandler } from './read.handler.js';

const asEncoded = { responseSerialize: (frame: Buffer): Buffer => frame };

/** The client's own definitions, except that answers are handed over already encoded, and that batches are read by hand. */
export const streamsDefinition: ServiceDefinition = {
  read: { ...StreamsService.read, ...asEncoded },
  append: { ...StreamsService.append, ...asEncoded },
  batchAppend: { ...StreamsService.batchAppend, ...asEncoded, requestDeserialize: readBatchRequest },
  delete: { ...StreamsService.delete, ...asEncoded },
  tombstone: { ...StreamsService.tombstone, ...asEncoded },
};

export const streamsImplementation = (store: Store, calls: OpenCalls): UntypedServiceImplementation => ({
  read: readHandler(store, calls),
  append: appendHandler(store),
  batchAppend: batchAppendHandler(store, calls),
  delete: deleteHandler(store, false),
  tombstone: deleteHandler(store, true),
});
