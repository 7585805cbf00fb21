import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { unavailable } from '#libs/platform';

/** The published keys of an identity provider, fetched when first needed and again where a key is new. */
export function remoteKeys(url: string): JWTVerifyGetKey {
  const published = createRemoteJWKSet(new URL(url));
  return async (header, token) => {
    try {
      return await published(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JOSENotSupported) throw error;
      throw unavailable(
        'ACCESS.KEYS_UNAVAILABLE',
        'The keys of the identity provider cannot be read: check LEADLEDGER_JWKS_URL and try again',
        error,
      );
    }
  };
}
