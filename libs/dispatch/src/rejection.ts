import { ProblemError, type Violation } from '#libs/platform';

/** A rejection on its way to the caller: 404 where something is missing, 409 where the id is taken, else 422. */
export function rejected(violations: readonly [Violation, ...Violation[]]): ProblemError {
  const codes = violations.map(({ code }) => code);
  if (codes.includes('REP.NOT_FOUND')) return new ProblemError(404, violations);
  return new ProblemError(codes.some((code) => code.endsWith('.EXISTS')) ? 409 : 422, violations);
}
