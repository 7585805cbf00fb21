export { isRole, mayReadEvents, type Permission, permissions, permits, type Role, roles, rolesWith } from './permissions.js';
export { type Principal } from './principal.js';
export { createTokenIssuer, type TokenIssuer, type TokenIssuerOptions, type TokenRequest } from './token-issuer.js';
export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.js';
