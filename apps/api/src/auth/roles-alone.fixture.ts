import { type Permission, permits, type Principal } from '#libs/access';

/** Rights as roles give them, and nothing given beside. */
export const rolesAlone = {
  mayDo: ({ role }: Pick<Principal, 'role'>, permission: Permission): Promise<boolean> => Promise.resolve(permits(role, permission)),
};
