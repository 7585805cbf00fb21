import { type SightDecision } from '#libs/access';
import { type Actor, type Finding, type Inquiry, type LedgerEvent, type OccurredAt, type PoolSettings, type Sealed } from '#libs/contracts';
import { type RepFacts } from '#libs/dispatch';
import { type EnteredValues } from '#libs/governance';
import { type Violation } from '#libs/platform';
import { type BoundRep, type LeadRight } from './command-envelope.js';
import { type LeadAction } from './lead-action.js';
import { holderAt, type LeadEventType, type LeadState, type OwnershipEntry } from './lead-state.js';

/** `record-only` keeps facts as they were and notes the rules they broke; `block` refuses. */
export type Enforcement = 'block' | 'record-only';

/** What `decide` may know about people, teams and pools: loaded before, so that deciding stays pure. */
export interface OrganisationView {
  /** Null: no such rep. */
  rep(id: string): Pick<RepFacts, 'active' | 'teamAt' | 'groupsAt' | 'isBoundedAt'> | null;
  hasTeam(id: string): boolean;
  pool(id: string): { readonly team: string | null; readonly settings: PoolSettings } | null;
}

/** An inquiry made ready for the log: person and lead known, personal data sealed, what was odd about it noted. */
export interface PreparedIntake {
  readonly leadId: string;
  readonly personId: string | null;
  readonly inquiry: Inquiry;
  readonly findings: readonly Finding[];
}

export interface DecideContext {
  /** The server's clock, milliseconds since the epoch. */
  readonly now: number;
  readonly occurredAt: OccurredAt;
  /** Where `occurredAt` begins on the effective clock of this lead. */
  readonly start: number;
  readonly commandId: string;
  readonly actor: Actor;
  readonly actingRep: string | null;
  readonly rights: ReadonlySet<LeadRight>;
  /** A rep who acts, with what it may see of this lead; null: whoever acts is not bound by visibility. */
  readonly bound: (BoundRep & { readonly sight: SightDecision }) | null;
  readonly enforcement: Enforcement;
  readonly organisation: OrganisationView;
  /** The note of a follow-up, sealed before. */
  readonly sealedNote: Sealed | null;
  /** What the vocabularies in force say against values that are entered. */
  readonly judge: (values: Omit<EnteredValues, 'day'>) => readonly Violation[];
  /** Present where an inquiry is captured. */
  readonly intake: PreparedIntake | null;
  /** An id that the same command always gives. */
  id(purpose: string): string;
}

export type LeadFact = LedgerEvent<LeadEventType>;

export type Decision =
  | { readonly kind: 'events'; readonly events: readonly LeadFact[]; readonly findings: readonly Finding[] }
  | { readonly kind: 'rejected'; readonly violations: readonly [Violation, ...Violation[]] };

export type Decide<A extends LeadAction> = (state: LeadState, action: A, context: DecideContext) => Decision;

/** A rule's answer: nothing, or what is wrong. */
export type Verdict = Violation | null;

/**
 * Ends every decide. `impossible` stops the fact under any enforcement, because no event could say it; `breaches` stop it only under
 * `block`. Whoever is refused hears of all of them at once.
 */
export function outcome(
  context: DecideContext,
  rules: { impossible?: readonly Verdict[]; breaches?: readonly Verdict[]; findings?: readonly Finding[] },
  fact: () => LeadFact,
): Decision {
  const impossible = (rules.impossible ?? []).filter((verdict) => verdict !== null);
  const breaches = (rules.breaches ?? []).filter((verdict) => verdict !== null);
  const [first, ...others] = impossible.length > 0 || context.enforcement === 'block' ? [...impossible, ...breaches] : [];
  if (first) return { kind: 'rejected', violations: [first, ...others] };
  return {
    kind: 'events',
    events: [fact()],
    findings: [...(rules.findings ?? []), ...breaches.map(({ code, message }) => ({ code, message }))],
  };
}

/** Who holds the lead when the command takes effect. */
export const holderOf = (state: LeadState, context: DecideContext): OwnershipEntry | null => holderAt(state, context.start);
