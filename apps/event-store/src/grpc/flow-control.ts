import { type Http2Server } from 'node:http2';
import { type Server } from '@grpc/grpc-js';

/**
 * What a client may send ahead of being read, in bytes, on one call and on a connection. HTTP/2 begins with 64 KiB: one append of a hundred events, behind which
 * a client that pipelines would wait for the server to say that it may go on, and the server for the client.
 */
export const WINDOW_BYTES = 1_048_576;

/** What of the gRPC server makes its HTTP/2 servers; it has an option for the windows of a client, but none for its own. */
interface ServerInternals {
  createHttp2Server(credentials: unknown): Http2Server;
}

/** Call it before the server listens. */
export function widenWindows(server: Server): void {
  const internals = server as unknown as ServerInternals;
  const create = internals.createHttp2Server.bind(server);
  internals.createHttp2Server = (credentials) => {
    const made = create(credentials);
    made.updateSettings({ initialWindowSize: WINDOW_BYTES });
    made.on('session', (session) => session.setLocalWindowSize(WINDOW_BYTES));
    return made;
  };
}
