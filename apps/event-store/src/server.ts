import { Server, type ServerCredentials } from '@grpc/grpc-js';
import { unavailable } from '#libs/platform';
import { widenWindows } from './grpc/flow-control.js';
import { featuresDefinition, featuresImplementation, gossipDefinition, gossipImplementation } from './grpc/node.service.js';
import { OpenCalls } from './grpc/open-calls.js';
import { signedIn } from './grpc/sign-in.js';
import { streamsDefinition, streamsImplementation } from './grpc/streams.service.js';
import { assertSafeExposure, type Exposure, serverCredentials } from './exposure.js';
import { openStore } from './store.js';

export interface EventStoreOptions {
  /** A PostgreSQL database of its own. */
  readonly databaseUrl: string;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Bytes of data that one append may hold; default 1 MiB, as on EventStoreDB 24.10 and KurrentDB 25.0. */
  readonly maxAppendBytes?: number;
  readonly tls?: Exposure['tls'];
  /** `user:password` that clients must send; needs TLS. */
  readonly credentials?: string | null;
}

export interface EventStore {
  /** Connection string for the official client. */
  readonly url: string;
  /** Finishes what was received, ends open calls with UNAVAILABLE, lets the writer's lock go. */
  stop(): Promise<void>;
}

/** A gRPC message may hold a whole append of the largest events that a real server takes. */
const MAX_MESSAGE_BYTES = 20 * 1_048_576;
const MEBIBYTE = 1_048_576;
const STOP_PATIENCE_MS = 300;

/** Starts the embedded event store; resolves once it listens. Throws ProblemError 503 where another server writes to the database, 422 where it would be open to others. */
export async function startEventStore(options: EventStoreOptions): Promise<EventStore> {
  const { databaseUrl, host = '127.0.0.1', port = 0, maxAppendBytes = MEBIBYTE, tls = null, credentials = null } = options;
  const exposure: Exposure = { host, tls, credentials };
  assertSafeExposure(exposure);
  const transport = serverCredentials(exposure);
  const store = await openStore(databaseUrl, { maxAppendBytes });
  const calls = new OpenCalls();
  let bound = port;
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES, 'grpc.max_send_message_length': -1 });
  widenWindows(server);
  server.addService(streamsDefinition, signedIn(streamsImplementation(store, calls), credentials));
  server.addService(featuresDefinition, featuresImplementation());
  server.addService(
    gossipDefinition,
    gossipImplementation(() => ({ host, port: bound })),
  );
  try {
    bound = await listen(server, `${host}:${port}`, transport);
  } catch (error) {
    await store.close();
    throw error;
  }
  return {
    url: `esdb://${host}:${bound}?tls=${tls !== null}`,
    async stop() {
      await store.close();
      calls.stop();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, STOP_PATIENCE_MS);
        server.tryShutdown(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      server.forceShutdown();
    },
  };
}

function listen(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error)
        reject(unavailable('EVENT_STORE.PORT_IN_USE', `Cannot listen on ${address}: choose another --port, or stop what uses it`, error));
      else resolve(port);
    });
  });
}
