import { type FactCodes } from '#libs/expressions';
import { leadFacts, readAs } from '../clocks/lead-facts.js';
import { type Protection } from '../clocks/lead-clocks.js';
import { type PolicySwitch } from '../clocks/policy-book.js';
import { recycleAt, remindAt, standingProtection } from '../clocks/standing.js';
import { type LeadState } from '../lead-state.js';
import { type RecyclingRule } from './recycling-spec.js';

interface Exemption {
  readonly code: string;
  readonly message: string;
}

/** What is to be done about a protection now. `at`: when it is true in the world. */
export type RecyclingStep =
  /** Nothing: it moved, or the lead did. */
  | { readonly kind: 'void' }
  /** Its rule is switched off. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'end'; readonly because: string }
  | { readonly kind: 'remind'; readonly protection: Protection; readonly at: number }
  | {
      readonly kind: 'exempt';
      readonly protection: Protection;
      readonly because: readonly [Exemption, ...Exemption[]];
      readonly read: ReturnType<typeof readAs>;
    }
  | { readonly kind: 'recycle'; readonly protection: Protection; readonly at: number };

export interface StepContext {
  readonly now: number;
  readonly protectionId: string;
  readonly policy: PolicySwitch;
  /** The rule that decided the protection; null where its document is not known any more. */
  readonly rule: RecyclingRule | null;
  /** By which the rule reads facts. */
  readonly codes: FactCodes;
}

/**
 * Decides on the lead as it is now. A rule that was off at the due time acts when it is on again, and then; one whose worker was late acts at the
 * due time. Before it is recycled, the holder is reminded.
 */
export function decideRecyclingStep(state: LeadState, { now, protectionId, policy, rule, codes }: StepContext): RecyclingStep {
  const protection = standingProtection(state);
  if (protection?.protectionId !== protectionId) return { kind: 'void' };
  if (policy.kind === 'gone') return { kind: 'end', because: 'rule-retired' };
  const [remind, recycle] = [remindAt(protection), recycleAt(state, protection)];
  const isDue = (at: number | null): at is number => at !== null && at <= now;
  if (!isDue(remind) && !isDue(recycle)) return { kind: 'void' };
  if (policy.kind === 'off') return { kind: 'wait' };
  if (isDue(remind)) return { kind: 'remind', protection, at: Math.max(remind, policy.since) };
  const exemptions = exemptionsOf(state, rule, now);
  const [first, ...others] = exemptions;
  const read = rule?.exempt.when ? readAs(codes, leadFacts(state)) : {};
  if (first) return { kind: 'exempt', protection, because: [first, ...others], read };
  return { kind: 'recycle', protection, at: Math.max(recycle!, policy.since) };
}

function exemptionsOf(state: LeadState, rule: RecyclingRule | null, now: number): Exemption[] {
  const { lock } = state;
  const stage = state.stage?.stage;
  return [
    ...(lock && (lock.until === null || lock.until > now) ? [{ code: 'LEAD.LOCKED', message: 'The lead is locked' }] : []),
    ...(stage !== undefined && rule?.exempt.stages.includes(stage)
      ? [{ code: 'STAGE.EXEMPT', message: `Leads in stage ${stage} stay` }]
      : []),
    ...(rule?.exempt.when?.evaluate(leadFacts(state)) === true
      ? [{ code: 'RULE.EXEMPT', message: `Leads stay where ${rule.exempt.when.source}` }]
      : []),
  ];
}
