import { ProblemError, type Violation } from '#libs/platform';

/** A rejection on its way to the caller: 404 where what is acted on is missing, 409 where the id is taken or a duty has no successor, else 422. */
export function rejected(violations: readonly [Violation, ...Violation[]]): ProblemError {
  const codes = violations.map(({ code }) => code);
  if (violations.some(({ code, path }) => code === 'REP.NOT_FOUND' || (code.endsWith('.NOT_FOUND') && path === undefined)))
    return new ProblemError(404, violations);
  return new ProblemError(codes.some((code) => code.endsWith('.EXISTS') || code === 'REP.HAS_DUTIES') ? 409 : 422, violations);
}
