import { domainToASCII } from 'node:url';
import { type NormalisedPoint } from './normalised-point.js';

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~\u0080-\uffff-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~\u0080-\uffff-]+)*$/i;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Lower case, the domain in its ASCII form. Valid is what people write and providers take: a dot-atom before one `@` (RFC 5321 lengths) and
 * a domain name of at least two labels. Quoted local parts, comments and address literals are legal mail syntax that no lead has; they are
 * invalid here. Whether the domain exists is not asked.
 */
export function normaliseEmail(raw: string): NormalisedPoint {
  const [local, domain, ...more] = raw.trim().normalize('NFC').split('@');
  const ascii = domain && !/[\s[\]:/?#%\\]/.test(domain) ? domainToASCII(domain).toLowerCase() : '';
  const isValid = more.length === 0 && isLocal(local) && isDomain(ascii) && Buffer.byteLength(local!) + 1 + ascii.length <= 254;
  return { kind: 'email', raw, normalised: isValid ? `${local!.toLowerCase()}@${ascii}` : null, country: null };
}

const isLocal = (local: string | undefined): boolean => local !== undefined && Buffer.byteLength(local) <= 64 && LOCAL.test(local);

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return labels.length >= 2 && domain.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1)!);
}
