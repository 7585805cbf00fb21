import { addSpan } from '#libs/calendar';
import { type FactRow } from '#libs/expressions';
import { type PolicyHolding } from '../clocks/policy-book.js';
import { type RecyclingRule, type RecyclingSpec } from './recycling-spec.js';

/** The first rule, of policies by name and of rules in their order, that takes the lead. Only `true` counts. */
export function ruleFor<P extends Pick<PolicyHolding<RecyclingSpec>, 'spec'>>(
  policies: readonly P[],
  facts: FactRow,
): { readonly policy: P; readonly rule: RecyclingRule } | null {
  for (const policy of policies)
    for (const rule of policy.spec.rules) if (rule.when === null || rule.when.evaluate(facts) === true) return { policy, rule };
  return null;
}

/** The bounds of a protection that begins at `from`, before any activity. Milliseconds since the epoch. */
export const boundsFrom = ({ period, maximum }: Pick<RecyclingRule, 'period' | 'maximum'>, from: number, zone: string) => ({
  dueAt: Math.min(addSpan(from, period, zone), maximum === null ? Infinity : addSpan(from, maximum, zone)),
  maximumAt: maximum === null ? null : addSpan(from, maximum, zone),
});
