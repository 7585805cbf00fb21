import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { ProblemError } from '../problem.js';

/** Networks that are not the public internet: this host, the local network, link-local (cloud metadata), documentation, multicast … (RFC 6890). */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Also an IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is inside where that is. */
function isInside({ address, family }: ResolvedAddress): boolean {
  if (family === 4) return inside.check(address, 'ipv4');
  const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(
    new URL(`http://[${address}]`).hostname.slice(1, -1),
  );
  if (!mapped) return inside.check(address, 'ipv6');
  const [, dotted, high, low] = mapped;
  if (dotted !== undefined) return inside.check(dotted, 'ipv4');
  const value = Number.parseInt(high!, 16) * 65_536 + Number.parseInt(low!, 16);
  return inside.check([24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.'), 'ipv4');
}

/**
 * The one address that a request to this host will go to. A name of which any address lies inside is refused whole: whoever answers for it could
 * turn us against our own network. Errors: 422 `WEBHOOK.ADDRESS_INSIDE`, 503 `WEBHOOK.UNRESOLVED`.
 */
export async function resolvedAddress(hostname: string, allowInside: boolean): Promise<ResolvedAddress> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found = family === 0 ? await resolve(host) : [{ address: host, family: family as 4 | 6 }];
  const refused = allowInside ? undefined : found.find(isInside);
  if (refused) {
    const message = `${hostname} is ${refused.address}, which is not on the public internet; name a public address, or allow private ones (LEADLEDGER_WEBHOOK_ALLOW_PRIVATE)`;
    throw new ProblemError(422, [{ code: 'WEBHOOK.ADDRESS_INSIDE', message }]);
  }
  return found[0]!;
}

async function resolve(host: string): Promise<readonly [ResolvedAddress, ...ResolvedAddress[]]> {
  try {
    const [first, ...others] = await lookup(host, { all: true, verbatim: true });
    if (first) return [first, ...others] as [ResolvedAddress, ...ResolvedAddress[]];
  } catch (error) {
    throw new ProblemError(503, [{ code: 'WEBHOOK.UNRESOLVED', message: `No address is known for ${host}` }], { cause: error });
  }
  throw new ProblemError(503, [{ code: 'WEBHOOK.UNRESOLVED', message: `No address is known for ${host}` }]);
}
