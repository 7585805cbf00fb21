import { type EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';

type Streams = InstanceType<typeof StreamsClient>;

/** What the client keeps for its own commands: it finds the node, signs in, keeps open calls a connection and connects anew after an error. */
interface ClientInternals {
  GRPCStreamCreator<Call>(
    service: typeof StreamsClient,
    name: string,
    create: (streams: Streams) => Call,
    kept?: WeakMap<Streams, Call | Promise<Call>>,
  ): () => Promise<Call>;
  callArguments(base: object, options: { deadline: number }): Parameters<Streams['batchAppend']>;
}

/** Opens a call of the streams service over the client's connection, without a deadline. Where it is `kept`, the one that is open is given. */
export function streamsCall<Call>(
  client: EventStoreDBClient,
  create: (streams: Streams, ...args: Parameters<Streams['batchAppend']>) => Call,
  kept?: WeakMap<Streams, Call | Promise<Call>>,
): () => Promise<Call> {
  const internals = client as unknown as ClientInternals;
  const make = (streams: Streams): Call => create(streams, ...internals.callArguments({}, { deadline: Infinity }));
  return internals.GRPCStreamCreator(StreamsClient, 'streams', make, kept);
}

export const keptCalls = <Call>(): WeakMap<Streams, Call | Promise<Call>> => new WeakMap();
