import { type JWTPayload } from 'jose';
import { ProblemError } from '#libs/platform';
import { isRole, roles } from './permissions.js';
import { type Principal } from './principal.js';

/** Second factors as identity providers name them (RFC 8176). */
const SECOND_FACTORS = new Set(['mfa', 'otp', 'hwk', 'sms', 'swk']);

/**
 * What a verified token says about its bearer. `sub` is the actor, the role claim one of our roles, `rep` the rep whom the person is, `kind`
 * who acts (an app is an automation unless it says otherwise), and `assurance`, or `amr` of an identity provider, how surely we know.
 * Throws 401 `ACCESS.NO_SUBJECT`, 403 `ACCESS.UNKNOWN_ROLE`.
 */
export function principalOf(claims: JWTPayload, roleClaim: string): Principal {
  if (typeof claims.sub !== 'string' || claims.sub === '') {
    throw new ProblemError(401, [{ code: 'ACCESS.NO_SUBJECT', message: 'The token does not say whose it is: it needs the claim "sub"' }]);
  }
  const role = claims[roleClaim];
  if (!isRole(role)) {
    const message = `The token's claim "${roleClaim}" must be one of ${roles.join(', ')}: ask an administrator for a role`;
    throw new ProblemError(403, [{ code: 'ACCESS.UNKNOWN_ROLE', message }]);
  }
  const kind = claims['kind'] === 'automation' || claims['kind'] === 'person' ? claims['kind'] : role === 'app' ? 'automation' : 'person';
  const rep = claims['rep'];
  return {
    actor: { kind, id: claims.sub, assurance: assuranceOf(claims) },
    role,
    repId: typeof rep === 'string' && rep !== '' ? rep : null,
  };
}

function assuranceOf(claims: JWTPayload): string {
  const { assurance, amr } = claims;
  if (typeof assurance === 'string' && /^[a-z+-]{1,32}$/.test(assurance)) return assurance;
  return Array.isArray(amr) && amr.some((method) => SECOND_FACTORS.has(String(method))) ? 'token+otp' : 'token';
}
