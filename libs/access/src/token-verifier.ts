import { type KeyObject } from 'node:crypto';
import { type JWTPayload, jwtVerify } from 'jose';
import { type Clock, systemClock } from '#libs/platform';
import { principalOf } from './claims.js';
import { type Principal } from './principal.js';
import { remoteKeys } from './remote-keys.js';
import { tokenProblem } from './token-problem.js';

const ALGORITHMS = ['ES256', 'EdDSA', 'RS256'];
const CLOCK_TOLERANCE_SECONDS = 5;
/** A token that was right a moment ago is not computed again; keys that an identity provider withdraws count after this time. */
const REMEMBER_MS = 30_000;
const REMEMBER_TOKENS = 5_000;

export interface TokenVerifier {
  /**
   * Throws `ProblemError` 401 with a code of its own for each fault (`ACCESS.TOKEN_EXPIRED`, `…_FORGED`, `…_ALGORITHM`, `…_MALFORMED`,
   * `…_NOT_YET_VALID`, `ACCESS.WRONG_AUDIENCE`, `ACCESS.WRONG_ISSUER`, `ACCESS.UNKNOWN_KEY`, `ACCESS.NO_SUBJECT`), 403 `ACCESS.UNKNOWN_ROLE`,
   * 503 `ACCESS.KEYS_UNAVAILABLE`.
   */
  verify(token: string): Promise<Principal>;
}

export interface TokenVerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly roleClaim?: string;
  /** The embedded issuer's key, or where an identity provider publishes its keys. */
  readonly keys: KeyObject | { readonly jwksUrl: string };
  readonly clock?: Clock;
}

export function createTokenVerifier({
  issuer,
  audience,
  roleClaim = 'role',
  keys,
  clock = systemClock,
}: TokenVerifierOptions): TokenVerifier {
  const expected = { issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE_SECONDS, requiredClaims: ['exp', 'sub'] };
  const remote = 'jwksUrl' in keys ? remoteKeys(keys.jwksUrl) : null;
  const claimsOf = async (token: string): Promise<JWTPayload> => {
    const options = { ...expected, currentDate: clock.now() };
    return (remote ? await jwtVerify(token, remote, options) : await jwtVerify(token, keys as KeyObject, options)).payload;
  };
  const remembered = new Map<string, { principal: Principal; untilMs: number }>();
  return {
    verify: async (token) => {
      const nowMs = clock.now().getTime();
      const known = remembered.get(token);
      if (known && nowMs < known.untilMs) return known.principal;
      try {
        const claims = await claimsOf(token);
        const principal = principalOf(claims, roleClaim);
        if (remembered.size >= REMEMBER_TOKENS) remembered.clear();
        remembered.set(token, { principal, untilMs: Math.min(nowMs + REMEMBER_MS, claims.exp! * 1000) });
        return principal;
      } catch (error) {
        remembered.delete(token);
        throw tokenProblem(error);
      }
    },
  };
}
