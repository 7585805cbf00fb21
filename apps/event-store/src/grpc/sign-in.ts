import { timingSafeEqual } from 'node:crypto';
import { type sendUnaryData, type ServerUnaryCall, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { sha256 } from '#libs/platform';
import { CallError } from './call-errors.js';
import { fail } from './open-calls.js';

type Handler = (call: ServerUnaryCall<unknown, Buffer>, callback?: sendUnaryData<Buffer>) => void;

/**
 * Lets only those calls through that carry these credentials (`user:password`) as HTTP Basic, which the official client sends over TLS only. Null: all
 * calls. Gossip and features stay open, because clients ask them without credentials.
 */
export function signedIn(implementation: UntypedServiceImplementation, credentials: string | null): UntypedServiceImplementation {
  if (credentials === null) return implementation;
  const expected = Buffer.from(sha256(`Basic ${Buffer.from(credentials).toString('base64')}`));
  return Object.fromEntries(
    Object.entries(implementation).map(([method, handler]) => [
      method,
      ((call, callback) => {
        const [given] = call.metadata.get('authorization');
        if (given && timingSafeEqual(Buffer.from(sha256(String(given))), expected)) return (handler as Handler)(call, callback);
        const refusal = new CallError(status.UNAUTHENTICATED, 'Sign in with the user and password of this event store');
        if (callback) callback(refusal.toStatus());
        else fail(call, refusal);
      }) satisfies Handler,
    ]),
  );
}
