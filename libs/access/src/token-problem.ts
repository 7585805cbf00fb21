import { errors } from 'jose';
import { ProblemError } from '#libs/platform';

const refused = (code: string, message: string): ProblemError => new ProblemError(401, [{ code, message }]);

/** Says what is wrong with a token and what to do. Nothing of the token itself is repeated. */
export function tokenProblem(error: unknown): unknown {
  if (error instanceof ProblemError) return error;
  if (error instanceof errors.JWTExpired) return refused('ACCESS.TOKEN_EXPIRED', 'The token has expired: sign in again for a new one');
  if (error instanceof errors.JWTClaimValidationFailed) return claimProblem(error.claim);
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return refused('ACCESS.TOKEN_FORGED', "The token's signature is not that of the configured issuer: sign in again at the right server");
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return refused(
      'ACCESS.TOKEN_ALGORITHM',
      'The token is unsigned or signed by an algorithm that is not accepted: use ES256, EdDSA or RS256',
    );
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return refused('ACCESS.UNKNOWN_KEY', 'The token is signed by a key that the identity provider does not publish: sign in again');
  }
  if (error instanceof errors.JOSEError)
    return refused('ACCESS.TOKEN_MALFORMED', 'This is no JSON Web Token: send the token as it was issued');
  return error;
}

function claimProblem(claim: string): ProblemError {
  switch (claim) {
    case 'aud':
      return refused('ACCESS.WRONG_AUDIENCE', 'The token was issued for another service: ask for one with the configured audience');
    case 'iss':
      return refused('ACCESS.WRONG_ISSUER', 'The token was issued by somebody else than the configured issuer');
    case 'nbf':
      return refused('ACCESS.TOKEN_NOT_YET_VALID', "The token is not valid yet: check the issuer's clock");
    default:
      return refused('ACCESS.TOKEN_MALFORMED', `The token lacks or misuses the claim "${claim}"`);
  }
}
