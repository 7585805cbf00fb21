import { type PositionedEvent } from '#libs/contracts';
import { type FactCodes, noCodes } from '#libs/expressions';
import { evolvePolicy, initialPolicy, policyInForce, type PolicyState, type PolicyVersion } from '#libs/governance';
import { type AssignmentSpec } from '../assignment-policy/assignment-spec.js';

/** Reads a document that was accepted once, to read facts by `codes`; null where this release cannot read it any more. */
export type CompileAssignment = (document: string, codes: FactCodes) => AssignmentSpec | null;

/** A version of a policy at work: it decides, or only records what it would decide. */
export interface PolicyAtWork {
  readonly spec: AssignmentSpec;
  readonly version: number;
  readonly mode: 'live' | 'shadow';
  /** It takes what has arrived after this event (position) and not before this instant (milliseconds since the epoch). */
  readonly since: { readonly position: number; readonly at: number };
}

interface Known {
  readonly state: PolicyState;
  /** When it was first activated; per version when it was put to test. */
  readonly activated: PolicyAtWork['since'] | null;
  readonly tested: ReadonlyMap<number, PolicyAtWork['since']>;
}

const UNKNOWN: Known = { state: initialPolicy, activated: null, tested: new Map() };

/** Assignment policies in their versions, and since when each takes leads. */
export class PolicyBook {
  private readonly policies = new Map<string, Known>();
  private readonly specs = new Map<string, AssignmentSpec | null>();
  private codes = noCodes;
  private taken: ReadonlySet<string> | null = null;

  constructor(private readonly compile: CompileAssignment) {}

  apply(stream: string, event: PositionedEvent): void {
    if (!stream.startsWith('policy-assignment-')) return;
    this.taken = null;
    const known = this.policies.get(stream) ?? UNKNOWN;
    const state = evolvePolicy(known.state, event);
    const since = { position: event.position, at: Date.parse(event.metadata.knownAt) };
    if (event.type === 'policy.activated')
      this.policies.set(stream, { ...known, state, activated: known.activated ?? { ...since, at: Date.parse(event.data.effectiveFrom) } });
    else if (event.type === 'policy.put-to-test')
      this.policies.set(stream, { ...known, state, tested: new Map(known.tested).set(event.data.version, since) });
    else this.policies.set(stream, { ...known, state });
  }

  /** By name, reading facts by `codes`. Policies whose document cannot be read take nothing. */
  atWork(at: number, codes: FactCodes): readonly PolicyAtWork[] {
    if (codes.key !== this.codes.key) this.specs.clear();
    this.codes = codes;
    const working: PolicyAtWork[] = [];
    for (const { state, activated, tested } of this.policies.values()) {
      const { active, test } = policyInForce(state, at);
      const live = active && activated && this.specOf(active);
      if (live) working.push({ spec: live, version: active.version, mode: 'live', since: activated });
      const since = test && tested.get(test.version);
      const shadow = test && since && this.specOf(test);
      if (shadow) working.push({ spec: shadow, version: test.version, mode: 'shadow', since });
    }
    return working.sort((a, b) => (a.spec.name < b.spec.name ? -1 : a.spec.name > b.spec.name ? 1 : a.version - b.version));
  }

  version(name: string, version: number): AssignmentSpec | null {
    const found = this.policies.get(`policy-assignment-${name}`)?.state.versions.find((each) => each.version === version);
    return found ? this.specOf(found) : null;
  }

  /** Pools from which any policy has ever taken leads. */
  pools(): ReadonlySet<string> {
    this.taken ??= new Set(
      [...this.policies.values()].flatMap(({ state, activated, tested }) =>
        state.versions.flatMap((version) => (activated || tested.has(version.version) ? (this.specOf(version)?.pools ?? []) : [])),
      ),
    );
    return this.taken;
  }

  private specOf({ document, documentHash }: PolicyVersion): AssignmentSpec | null {
    let spec = this.specs.get(documentHash);
    if (spec === undefined) this.specs.set(documentHash, (spec = this.compile(document, this.codes)));
    return spec;
  }
}
