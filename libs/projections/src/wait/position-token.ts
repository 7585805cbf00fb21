import { type StorePosition } from '#libs/event-store';
import { badRequest } from '#libs/platform';

/** What a command returns and `wait-for` takes: opaque to everyone else. */
export const positionToken = ({ commit, prepare }: StorePosition): string => Buffer.from(`1:${commit}:${prepare}`).toString('base64url');

/** Errors: 400 `TOKEN.MALFORMED`. */
export function storePositionOf(token: string): StorePosition {
  const match = /^1:(\d{1,20}):(\d{1,20})$/.exec(Buffer.from(token, 'base64url').toString());
  if (!match) throw badRequest({ code: 'TOKEN.MALFORMED', message: 'wait-for takes the token of a command as it was returned' });
  return { commit: BigInt(match[1]!), prepare: BigInt(match[2]!) };
}
