import { type EventLog, foldStream } from '#libs/event-store';
import { type Permission, permits } from '../permissions.js';
import { type Principal } from '../principal.js';
import { evolveRights, isGrantable, noRights } from './grantable-rights.js';

/** Whether whoever sends a request may: by role, or because the right was given to that person or to everyone. Reads the log at each question. */
export type MayDo = (principal: Pick<Principal, 'role' | 'actor'>, permission: Permission) => Promise<boolean>;

const fold = { initial: noRights, evolve: evolveRights };

export const rightsReader =
  (log: EventLog): MayDo =>
  async ({ role, actor }, permission) => {
    if (permits(role, permission)) return true;
    if (!isGrantable(permission)) return false;
    const given = await Promise.all(['settings', `user-${actor.id}`].map((stream) => foldStream(log, stream, fold)));
    return given.some(({ state }) => state.includes(permission));
  };
