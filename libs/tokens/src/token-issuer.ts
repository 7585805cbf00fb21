import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { type Role } from '#libs/access';
import { type Clock, newId, systemClock, writeSecretOnce } from '#libs/platform';

const ALGORITHM = 'ES256';
const FIRST_TOKEN_DAYS = 30;

export interface TokenRequest {
  /** Whose token it is; the actor of everything done with it. */
  readonly subject: string;
  readonly role: Role;
  /** The rep whom the person is, where they are one. */
  readonly rep?: string;
  /** How surely we know who it is, e.g. `local` for whoever can read the data folder. */
  readonly assurance?: string;
  readonly lifetimeSeconds: number;
}

/** The issuer of the embedded mode: one key in the data folder, readable by its owner only. */
export interface TokenIssuer {
  readonly publicKey: KeyObject;
  issue(request: TokenRequest): Promise<string>;
  /** The first administrator's token at the first call ever on this data folder; null from then on, since it is shown once. */
  firstAdministratorToken(): Promise<{ readonly token: string; readonly validDays: number } | null>;
}

export interface TokenIssuerOptions {
  readonly dataDir: string;
  readonly issuer: string;
  readonly audience: string;
  /** The claim that carries the role; default `role`. */
  readonly roleClaim?: string;
  readonly clock?: Clock;
}

export function createTokenIssuer({ dataDir, issuer, audience, roleClaim = 'role', clock = systemClock }: TokenIssuerOptions): TokenIssuer {
  const { secret } = writeSecretOnce(join(dataDir, 'secrets', 'issuer-key.pem'), newKey);
  const privateKey = createPrivateKey(secret);
  const issue = ({ subject, role, rep, assurance, lifetimeSeconds }: TokenRequest): Promise<string> => {
    const now = Math.floor(clock.now().getTime() / 1000);
    return new SignJWT({ [roleClaim]: role, ...(rep !== undefined && { rep }), ...(assurance !== undefined && { assurance }) })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimeSeconds)
      .setJti(newId())
      .sign(privateKey);
  };
  return {
    publicKey: createPublicKey(privateKey),
    issue,
    firstAdministratorToken: async () => {
      const token = await issue({ subject: 'administrator', role: 'administrator', lifetimeSeconds: FIRST_TOKEN_DAYS * 86_400 });
      // The mark is the time, never the token.
      const { created } = writeSecretOnce(join(dataDir, 'secrets', 'first-administrator'), () => clock.now().toISOString());
      return created ? { token, validDays: FIRST_TOKEN_DAYS } : null;
    },
  };
}

const newKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
