import { type Pool } from 'pg';
import { type FactCodes } from '#libs/expressions';
import {
  type PolicyKind,
  type PolicyState,
  parsePolicy,
  policyInForce,
  readingFacts,
  readPolicies,
  vocabularyReader,
} from '#libs/governance';

/** A version of a policy that holds, with its document read. */
export interface PolicyHolding<Spec> {
  readonly name: string;
  readonly version: number;
  /** Since when this version has been in force, milliseconds since the epoch. */
  readonly since: number;
  /** Reads facts by `codes`: the vocabularies in force at the instant that was asked about. */
  readonly spec: Spec;
  readonly codes: FactCodes;
}

/** `on`: since when without a break. `off`: switched off, and may come back. `gone`: retired. */
export type PolicySwitch = { readonly kind: 'on'; readonly since: number } | { readonly kind: 'off' } | { readonly kind: 'gone' };

/** The policies of one kind, as the log has them. */
export interface PolicyBook<Spec> {
  /** All that hold at an instant, by name; a policy that is switched off is left out unless `evenOff`. */
  holding(at: number, evenOff?: boolean): Promise<readonly PolicyHolding<Spec>[]>;
  /** Whether the policy of this name may act at an instant. */
  switchOf(name: string, at: number): Promise<PolicySwitch>;
  /** How facts are read at an instant: the vocabularies in force then. */
  codesAt(at: number): Promise<FactCodes>;
  /** Whether there is any, in force or not: without one nothing needs to be looked at. */
  hasAny(): Promise<boolean>;
  /** The document of a version, whatever became of it, reading facts as they are read at an instant; null: no such version. */
  specOf(name: string, version: number, at: number): Promise<Spec | null>;
}

export interface PolicyBookOptions<Spec> {
  readonly pool: Pool;
  readonly kind: PolicyKind<Spec>;
  /** How old what it knows may be, in real time; default 200 ms. */
  readonly maxAgeMs?: number;
}

const MAX_AGE_MS = 200;
/** Documents read, each with the vocabularies of some time. */
const MAX_SPECS = 500;

/** Reads the policies of a kind from the spine; many who ask at once share one reading. */
export function policyBook<Spec>({ pool, kind, maxAgeMs = MAX_AGE_MS }: PolicyBookOptions<Spec>): PolicyBook<Spec> {
  const specs = new Map<string, Spec | null>();
  const library = vocabularyReader(pool);
  let vocabularies: { readonly at: number; readonly library: ReturnType<typeof library> } | null = null;
  let reading: { readonly at: number; readonly policies: Promise<readonly PolicyState[]> } | null = null;

  const policies = (): Promise<readonly PolicyState[]> => {
    const now = performance.now();
    if (reading === null || now - reading.at > maxAgeMs) {
      const read = readPolicies(pool).then((all) => all.filter((policy) => policy.kind === kind.kind));
      read.catch(() => (reading = null));
      reading = { at: now, policies: read };
    }
    return reading.policies;
  };
  /** A document that went live has no problems; one that has some decides nothing. */
  const specAt = (document: string, documentHash: string, codes: FactCodes): Spec | null => {
    const key = `${documentHash} ${codes.key}`;
    let spec = specs.get(key);
    if (spec === undefined) {
      spec = (parsePolicy(document, [kind as PolicyKind], readingFacts(codes)).spec as Spec | null) ?? null;
      if (specs.size >= MAX_SPECS) specs.clear();
      specs.set(key, spec);
    }
    return spec;
  };
  const codesAt = async (at: number): Promise<FactCodes> => {
    const now = performance.now();
    if (vocabularies === null || now - vocabularies.at > maxAgeMs) {
      const read = library();
      read.catch(() => (vocabularies = null));
      vocabularies = { at: now, library: read };
    }
    const known = await vocabularies.library;
    return known.codes(known.inForce(new Date(at).toISOString()));
  };

  return {
    async holding(at, evenOff = false) {
      const [known, codes] = await Promise.all([policies(), codesAt(at)]);
      return known
        .flatMap((policy) => {
          const version = evenOff ? lastActive(policy, at) : policyInForce(policy, at).active;
          const spec = version && specAt(version.document, version.documentHash, codes);
          return version && spec
            ? [{ name: policy.name, version: version.version, since: activatedAt(policy, version.version, at), spec, codes }]
            : [];
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async switchOf(name, at) {
      const policy = (await policies()).find((each) => each.name === name);
      if (!policy) return { kind: 'gone' };
      if (!policyInForce(policy, at).active) return lastActive(policy, at) ? { kind: 'off' } : { kind: 'gone' };
      return { kind: 'on', since: onSince(policy, at) };
    },
    codesAt,
    hasAny: async () => (await policies()).length > 0,
    async specOf(name, version, at) {
      const [known, codes] = await Promise.all([policies(), codesAt(at)]);
      const found = known.find((each) => each.name === name)?.versions.find((each) => each.version === version);
      return found ? specAt(found.document, found.documentHash, codes) : null;
    },
  };
}

/** The version that decides, or would if the policy were not switched off. */
function lastActive(policy: PolicyState, at: number) {
  const { statusOf } = policyInForce(policy, at);
  return policy.versions.find(({ version }) => ['active', 'paused'].includes(statusOf(version))) ?? null;
}

const activatedAt = (policy: PolicyState, version: number, at: number): number =>
  policy.changes.filter((change) => change.what === 'activated' && change.version === version && change.at <= at).at(-1)?.at ?? -Infinity;

/** The beginning of the time up to `at` in which some version was always in force. */
function onSince(policy: PolicyState, at: number): number {
  const changes = [...new Set(policy.changes.map((change) => change.at).filter((change) => change <= at))].sort((a, b) => b - a);
  let since = at;
  for (const change of changes) {
    if (!policyInForce(policy, change).active) break;
    since = change;
  }
  return since;
}
