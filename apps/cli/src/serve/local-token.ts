import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#libs/platform';
import { type TokenIssuer } from '#libs/tokens';
import { type DataFolder } from './data-folder.js';

const LIFETIME_SECONDS = 15 * 60;

/**
 * Whoever can read the data folder's own key is its administrator: a short token in the name of the operating-system user, with assurance
 * `local`. Null where the folder has no key, so that none is made in passing.
 */
async function localToken(folder: DataFolder): Promise<string | null> {
  if (!existsSync(join(folder.path, 'secrets', 'issuer-key.pem'))) return null;
  const issuer = await issuerOf(folder);
  return issuer.issue({
    subject: userInfo().username,
    role: 'administrator',
    assurance: 'local',
    lifetimeSeconds: LIFETIME_SECONDS,
  });
}

/** A function that gives the same token until two thirds of its life are over. */
export function localTokens(folder: DataFolder): () => Promise<string | null> {
  let minted: { readonly token: Promise<string | null>; readonly at: number } | null = null;
  return () => {
    if (!minted || Date.now() - minted.at > LIFETIME_SECONDS * 667) minted = { token: localToken(folder), at: Date.now() };
    return minted.token;
  };
}

/** The first administrator's token, at the first start of a server on this folder only. */
export async function firstAdministrator(folder: DataFolder): ReturnType<TokenIssuer['firstAdministratorToken']> {
  const issuer = await issuerOf(folder);
  return issuer.firstAdministratorToken();
}

async function issuerOf(folder: DataFolder): Promise<TokenIssuer> {
  const { createTokenIssuer } = await import('#libs/tokens');
  const { jwtIssuer, jwtAudience, jwtRoleClaim } = loadConfig(process.env);
  return createTokenIssuer({ dataDir: folder.path, issuer: jwtIssuer, audience: jwtAudience, roleClaim: jwtRoleClaim });
}
