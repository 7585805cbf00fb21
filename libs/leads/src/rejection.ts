import { ProblemError, type Violation } from '#libs/platform';

/** First match decides: what does not exist cannot be refused for another reason. */
const STATUS: readonly (readonly [string, number])[] = [
  ['LEAD.NOT_FOUND', 404],
  ['LEAD.HIDDEN', 403],
  ['LEAD.NOT_OWNER', 403],
  ['LIMITS.OVERRULE_NOT_PERMITTED', 403],
  ['LEAD.CLAIM_FOR_OTHER', 403],
  ['LEAD.ALREADY_CLAIMED', 409],
  ['LEAD.MOVED', 409],
];

/** A rejection on its way to the caller, the violation that gave the status first. */
export function rejected(violations: readonly [Violation, ...Violation[]]): ProblemError {
  for (const [code, status] of STATUS) {
    const decisive = violations.find((violation) => violation.code === code);
    if (decisive) return new ProblemError(status, [decisive, ...violations.filter((violation) => violation !== decisive)]);
  }
  return new ProblemError(422, violations);
}
