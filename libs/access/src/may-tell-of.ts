import { ProblemError } from '#libs/platform';
import { permits } from './permissions.js';
import { type Principal } from './principal.js';

/** Who may not manage the organisation tells of themselves only. Throws `ProblemError` 403 `ACCESS.NOT_ONESELF`. */
export function assertMayTellOf({ role, repId }: Principal, rep: string): void {
  if (repId === rep || permits(role, 'organisation.manage')) return;
  const message = `The role ${role} tells of itself only${repId === null ? '' : ` (${repId})`}; ask a manager to tell of ${rep}`;
  throw new ProblemError(403, [{ code: 'ACCESS.NOT_ONESELF', message, detail: { role, rep: repId } }]);
}
