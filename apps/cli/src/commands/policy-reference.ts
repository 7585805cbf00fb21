import { existsSync } from 'node:fs';
import { invalid, notFound } from '#libs/platform';
import { type ApiClient } from '../client/api-client.js';
import { readText } from './given-file.js';

export interface PolicyAnswer {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly changed: boolean;
  readonly token: string;
}

/** What a command names: a policy by name (a kind before it where two share one), perhaps with a version. */
export interface NamedPolicy {
  readonly kind: string;
  readonly name: string;
  readonly version: number | null;
}

const REFERENCE = /^(?:([a-z][a-z-]*)\/)?([a-z][a-z0-9_-]*)(?:@([1-9]\d{0,8}))?$/;

/** `inbound`, `inbound@2` or `assignment/inbound@2`. Errors: `POLICY.REFERENCE` (422), `POLICY.NOT_FOUND` (404). */
export async function namedPolicy(api: ApiClient, reference: string): Promise<NamedPolicy> {
  const match = REFERENCE.exec(reference);
  if (!match)
    throw invalid({
      code: 'POLICY.REFERENCE',
      message: `“${reference}” names no policy: write inbound, inbound@2 or assignment/inbound@2`,
    });
  const [, kind, name = '', version] = match;
  const said = { name, version: version === undefined ? null : Number(version) };
  if (kind !== undefined) return { kind, ...said };
  const kinds = new Set<string>();
  const names = new Set<string>();
  for await (const line of api.lines<{ kind: string; name: string }>('/v1/policies')) {
    names.add(line.name);
    if (line.name === name) kinds.add(line.kind);
  }
  const [only, ...others] = kinds;
  if (only === undefined) throw notFound('POLICY.NOT_FOUND', `There is no policy ${name}; there are: ${[...names].join(', ') || 'none'}`);
  if (others.length > 0)
    throw invalid({
      code: 'POLICY.REFERENCE',
      message: `There are several: write ${[...kinds].map((each) => `${each}/${name}`).join(' or ')}`,
    });
  return { kind: only, ...said };
}

/** A file is drafted first (the same document again is no new version); anything else is a name. */
export async function draftedOrNamed(api: ApiClient, given: string, reason: string): Promise<NamedPolicy> {
  const isFile = /\.ya?ml$/.test(given) || (given.includes('/') && existsSync(given));
  return isFile ? await api.post<PolicyAnswer>('/v1/policies', { document: readText(given), reason }) : namedPolicy(api, given);
}

export const policyPath = ({ kind, name }: Pick<NamedPolicy, 'kind' | 'name'>): string => `/v1/policies/${kind}/${name}`;
