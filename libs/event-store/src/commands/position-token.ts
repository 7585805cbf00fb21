import { badRequest } from '#libs/platform';
import { type StorePosition } from '../event-log.port.js';

/** The store position of a command's last event, opaque to whoever holds it; `wait-for` takes it. */
export const positionToken = ({ commit, prepare }: StorePosition): string => Buffer.from(`${commit}.${prepare}`).toString('base64url');

/** Throws `TOKEN.MALFORMED` (400) for what no command ever returned. */
export function positionOfToken(token: string): StorePosition {
  const parts = /^(\d{1,20})\.(\d{1,20})$/.exec(Buffer.from(token, 'base64url').toString());
  if (!parts) throw badRequest({ code: 'TOKEN.MALFORMED', message: 'Send the token of a command as it was returned' });
  return { commit: BigInt(parts[1]!), prepare: BigInt(parts[2]!) };
}
