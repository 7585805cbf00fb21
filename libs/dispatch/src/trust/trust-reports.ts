import { type PolicyState, policyInForce, readPolicies } from '#libs/governance';
import { notFound, ProblemError, type Violation } from '#libs/platform';
import { type Pool } from 'pg';
import { type AssignmentSpec, type FairnessMeasure } from '../assignment-policy/assignment-spec.js';
import { compileAssignment } from '../assignment-policy/compile-assignment.js';
import { type Known } from '../people-as-known/known-people.js';
import { type Period, periodOf } from '../period.js';
import { type ComplexityReport, complexityReport } from './complexity-report.js';
import { type DispatchWait, dispatchWait } from './dispatch-wait.js';
import { fairnessAccount, windowBefore } from './fairness-account.js';
import { type FairnessReport } from './fairness-report.js';
import { madeDecisions } from './made-decision.js';
import { type OverrideReport, overrideReport } from './override-report.js';
import { type ShadowReport, shadowReport } from './shadow-report.js';

/** A date (a whole day, both included) or an ISO instant (half-open). */
export interface SaidPeriod {
  readonly from: string;
  readonly to: string;
}

export interface TrustContext {
  /** Of the database that holds schema `read`. */
  readonly pool: Pool;
  /** In which dates and weeks are counted. */
  readonly zone: string;
  readonly now: Date;
  /** What counts as known of the period and of what became of it. */
  readonly known: Known;
}

interface Asked {
  readonly policy: string | null;
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
const EVER = '1970-01-01T00:00:00Z';
/** Of a policy whose document cannot be read. */
const NO_RULE = { measure: 'count', tolerance: 0, windowDays: 28 } as const;

/** Errors of all: 422 with every violation of the period; 404 `POLICY.NOT_FOUND`. */
export async function overridesOf(context: TrustContext, policy: string | null, said: SaidPeriod): Promise<Asked & OverrideReport> {
  const { period, asked } = await checked(context, policy, said);
  return { ...asked, ...overrideReport(await madeDecisions(context.pool, period, policy, context.known), context) };
}

/**
 * Under measure, window and tolerance of the version in force at the end of the period, or under others: nothing is assigned anew. Without an end
 * it is now, without a beginning the window of the policy before the end.
 */
export async function fairnessOf(
  context: TrustContext,
  policy: string,
  { from, to }: Partial<SaidPeriod>,
  under: { readonly measure?: FairnessMeasure; readonly tolerance?: number },
): Promise<Asked & { readonly windowDays: number } & FairnessReport> {
  const until = to ?? context.now.toISOString();
  const whole = await checked(context, policy, { from: from ?? EVER, to: until });
  const { windowDays, ...terms } = specOf(whole.state!, whole.period.to)?.fairness ?? NO_RULE;
  const period = from === undefined ? windowBefore(whole.period.to, windowDays) : whole.period;
  const account = await fairnessAccount(context.pool, policy, period, { ...terms, ...under }, context.known);
  return { ...askedOf(policy, period), windowDays, ...account };
}

/** What a policy in test would have done, beside what was done. */
export async function shadowOf(
  context: TrustContext,
  policy: string,
  version: number | null,
  said: SaidPeriod,
): Promise<Asked & ShadowReport> {
  const { period, asked } = await checked(context, policy, said);
  return { ...asked, ...shadowReport(await madeDecisions(context.pool, period, null, context.known), policy, version) };
}

/** Rules and conditions of the policies in force or in test, and which of them matched nothing in the last days. */
export async function complexityOf(
  { pool, now, known }: TrustContext,
  days: number,
): Promise<{ readonly days: number } & ComplexityReport> {
  const at = now.getTime();
  const policies = (await readPolicies(pool, known)).filter(({ kind }) => kind === 'assignment');
  const atWork = policies.flatMap((policy) => {
    const { active, test } = policyInForce(policy, at);
    return [active, test].flatMap((version) => {
      const spec = version && compileAssignment(version.document);
      return spec ? [{ spec, version: version.version }] : [];
    });
  });
  return { days, ...complexityReport(atWork, await madeDecisions(pool, { from: at - days * DAY_MS, to: at + 1 }, null, known)) };
}

/** How long leads waited for a person to distribute them, and whether a rule is worth it. */
export async function dispatchWaitOf(
  context: TrustContext,
  poolId: string,
  said: SaidPeriod,
  thresholdMs: number,
): Promise<Omit<Asked, 'policy'> & DispatchWait> {
  const { period, asked } = await checked(context, null, said);
  const { from, to } = asked;
  return { from, to, ...(await dispatchWait(context.pool, poolId, period, thresholdMs, context.known)) };
}

async function checked(
  { pool, zone, known }: TrustContext,
  policy: string | null,
  said: SaidPeriod,
): Promise<{ period: Period; asked: Asked; state: PolicyState | null }> {
  const violations: Violation[] = [];
  const period = periodOf(said, zone, violations);
  const [first, ...others] = violations;
  if (first || !period) throw new ProblemError(422, [first!, ...others]);
  const states = policy === null ? [] : await readPolicies(pool, known);
  const state = states.find(({ kind, name }) => kind === 'assignment' && name === policy) ?? null;
  if (policy !== null && !state) throw notFound('POLICY.NOT_FOUND', `There is no assignment policy ${policy}`);
  return { period, asked: askedOf(policy, period), state };
}

const askedOf = (policy: string | null, { from, to }: Period): Asked => ({
  policy,
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

/** What was in force at an instant, else the last version. */
function specOf(state: PolicyState, at: number): AssignmentSpec | null {
  const version = policyInForce(state, at).active ?? state.versions.at(-1);
  return version ? compileAssignment(version.document) : null;
}
