export { createTokenIssuer, type TokenIssuer, type TokenIssuerOptions, type TokenRequest } from './token-issuer.js';
