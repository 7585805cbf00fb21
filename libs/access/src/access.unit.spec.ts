import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, SignJWT, UnsecuredJWT } from 'jose';
import { fixedClock } from '#libs/testing';
import { createTokenIssuer } from '#libs/tokens';
import { createTokenVerifier, mayReadEvents, permissions, permits, roles } from './index.js';

describe('the table of roles and permissions', () => {
  it('an administrator may do everything, and every permission has a role beside', () => {
    for (const permission of permissions) expect(permits('administrator', permission)).toBe(true);
    for (const role of roles) expect(permissions.some((permission) => permits(role, permission))).toBe(true);
  });

  it('R3.9 roles have no more than they need', () => {
    expect(permits('rep', 'lead.assign')).toBe(false);
    expect(permits('rep', 'import.run')).toBe(false);
    expect(permits('rep', 'feed.read')).toBe(false);
    expect(permits('analyst', 'lead.capture')).toBe(false);
    expect(permits('app', 'report.run')).toBe(false);
    expect(permits('manager', 'projection.rebuild')).toBe(false);
    expect(mayReadEvents('app', 'lead.captured')).toBe(true);
    expect(mayReadEvents('app', 'import.started')).toBe(false);
    expect(mayReadEvents('rep', 'lead.captured')).toBe(false);
  });
});

describe('tokens', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'leadledger-access-'));
  const clock = fixedClock();
  const issuer = createTokenIssuer({ dataDir, issuer: 'leadledger', audience: 'leadledger', clock });
  const verifier = createTokenVerifier({ issuer: 'leadledger', audience: 'leadledger', keys: issuer.publicKey, clock });
  const request = { subject: 'ana', role: 'rep', rep: 'rep-ana', lifetimeSeconds: 600 } as const;
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('R3.13 a token names its bearer, the role, and how surely we know', async () => {
    expect(await verifier.verify(await issuer.issue(request))).toEqual({
      actor: { kind: 'person', id: 'ana', assurance: 'token' },
      role: 'rep',
      repId: 'rep-ana',
    });
    const local = await issuer.issue({ subject: 'cli', role: 'administrator', assurance: 'local', lifetimeSeconds: 60 });
    expect((await verifier.verify(local)).actor).toEqual({ kind: 'person', id: 'cli', assurance: 'local' });
    const app = await issuer.issue({ subject: 'website', role: 'app', lifetimeSeconds: 60 });
    expect((await verifier.verify(app)).actor.kind).toBe('automation');
  });

  it("the first administrator's token is given once, and its key is readable by the owner only", async () => {
    const first = await issuer.firstAdministratorToken();
    expect((await verifier.verify(first!.token)).role).toBe('administrator');
    expect(await issuer.firstAdministratorToken()).toBeNull();
    const again = createTokenIssuer({ dataDir, issuer: 'leadledger', audience: 'leadledger', clock });
    expect(await again.firstAdministratorToken()).toBeNull();
    expect(statSync(join(dataDir, 'secrets', 'issuer-key.pem')).mode & 0o777).toBe(0o600);
    expect(await verifier.verify(await again.issue(request))).toMatchObject({ role: 'rep' });
  });

  it('an expired token is refused, also one that was seen while it was valid', async () => {
    const token = await issuer.issue(request);
    await verifier.verify(token);
    clock.advance(606_000);
    await expect(verifier.verify(token)).rejects.toMatchObject({ status: 401, code: 'ACCESS.TOKEN_EXPIRED' });
  });

  it('forged, unsigned, foreign and broken tokens are refused, each with its own code', async () => {
    const refused = (token: string, code: string): Promise<void> =>
      expect(verifier.verify(token)).rejects.toMatchObject({ status: 401, code });
    const [head, body, signature] = (await issuer.issue(request)).split('.');
    const admin = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(body!, 'base64url').toString()), role: 'administrator' }),
    ).toString('base64url');
    await refused(`${head}.${admin}.${signature}`, 'ACCESS.TOKEN_FORGED');
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const signed = (change: (jwt: SignJWT) => SignJWT): Promise<string> =>
      change(
        new SignJWT({ role: 'administrator' })
          .setProtectedHeader({ alg: 'ES256' })
          .setSubject('eve')
          .setIssuer('leadledger')
          .setAudience('leadledger')
          .setExpirationTime(4e9),
      ).sign(stranger);
    await refused(await signed((jwt) => jwt), 'ACCESS.TOKEN_FORGED');
    await refused(
      new UnsecuredJWT({ role: 'administrator' })
        .setSubject('eve')
        .setIssuer('leadledger')
        .setAudience('leadledger')
        .setExpirationTime(4e9)
        .encode(),
      'ACCESS.TOKEN_ALGORITHM',
    );
    await refused(new SignJWTWithSecret().token, 'ACCESS.TOKEN_ALGORITHM');
    await refused('not a token', 'ACCESS.TOKEN_MALFORMED');
    const elsewhere = (options: { issuer: string; audience: string }) => createTokenIssuer({ dataDir, ...options, clock }).issue(request);
    await refused(await elsewhere({ issuer: 'leadledger', audience: 'other' }), 'ACCESS.WRONG_AUDIENCE');
    await refused(await elsewhere({ issuer: 'other', audience: 'leadledger' }), 'ACCESS.WRONG_ISSUER');
    const odd = await issuer.issue({ ...request, role: 'owner' as never });
    await expect(verifier.verify(odd)).rejects.toMatchObject({ status: 403, code: 'ACCESS.UNKNOWN_ROLE' });
  });
});

/** A token signed with the public key as a shared secret (the classic confusion of algorithms) has this shape. */
class SignJWTWithSecret {
  readonly token = [{ alg: 'HS256' }, { sub: 'eve', role: 'administrator', exp: 4e9 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('c2lnbmF0dXJl')
    .join('.');
}

describe('an identity provider', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let server: Server;
  let jwksUrl: string;
  beforeAll(async () => {
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' };
    server = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const token = (kid: string): Promise<string> =>
    new SignJWT({ 'leadledger-role': 'manager', amr: ['pwd', 'otp'] })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setSubject('maria')
      .setIssuer('https://id.example')
      .setAudience('crm')
      .setExpirationTime('10m')
      .sign(pair.privateKey);
  const verifierOf = (url: string) =>
    createTokenVerifier({ issuer: 'https://id.example', audience: 'crm', roleClaim: 'leadledger-role', keys: { jwksUrl: url } });

  it('its keys are read from its address, its second factor becomes the assurance', async () => {
    expect(await verifierOf(jwksUrl).verify(await token('one'))).toEqual({
      actor: { kind: 'person', id: 'maria', assurance: 'token+otp' },
      role: 'manager',
      repId: null,
    });
    await expect(verifierOf(jwksUrl).verify(await token('two'))).rejects.toMatchObject({ status: 401, code: 'ACCESS.UNKNOWN_KEY' });
  });

  it('that does not answer is a 503 that says so', async () => {
    await expect(verifierOf('http://127.0.0.1:1/jwks').verify(await token('one'))).rejects.toMatchObject({
      status: 503,
      code: 'ACCESS.KEYS_UNAVAILABLE',
    });
  });
});
