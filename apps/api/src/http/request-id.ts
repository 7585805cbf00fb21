import { type IncomingMessage } from 'node:http';
import { newId } from '#libs/platform';

/** The caller's own request id where it sends a sensible one, so that both sides find the request in their logs; else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9._-]{1,128}$/.test(given) ? given : newId();
}
