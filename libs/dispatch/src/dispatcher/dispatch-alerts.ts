import { type AlertRecipient, type AssignmentDecision } from '#libs/contracts';
import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { type PolicyAtWork } from '../assignment/policy-book.js';
import { type Promised } from '../assignment/promise-book.js';
import { type AlertDue } from '../assignment/work-book.js';

/** What somebody has to be told; the same key once, however often. */
export interface DispatchAlert {
  readonly key: string;
  readonly kind: 'dispatch-fallback' | 'automation-stuck';
  readonly to: AlertRecipient;
  readonly subject: string;
  readonly text: string;
  readonly leadId?: string;
}

/** Tells somebody. */
export type TellAlert = (alert: DispatchAlert) => Promise<unknown>;

type Policy = AssignmentDecision['policy'];

/** Whom the policy names for its alerts. */
const recipientOf = ({ policies }: DispatchFold, { name, version }: Policy, team: string): AlertRecipient => ({
  role: policies.version(name, version)?.fallback.alert ?? 'data-owner',
  team,
});

const nameOf = (chosen: AssignmentDecision['chosen']): string =>
  chosen === null || chosen.kind === 'unknown' ? 'nobody' : `${chosen.kind} ${chosen.id}`;

/** The rules of a policy found nobody of their own. */
export function nobodyFound(fold: DispatchFold, { key, team, leadId, decision, text }: AlertDue): DispatchAlert {
  const { chosen, policy } = decision;
  const subject = `${policy.name}@${policy.version} found nobody for a lead: ${nameOf(chosen)} has it`;
  return { key, kind: 'dispatch-fallback', to: recipientOf(fold, policy, team), subject, text, leadId };
}

/** A decision that cannot be carried out, for a reason that is none of the business. */
export function notGiven(fold: DispatchFold, { team, decision }: Promised, message: string, failures: number): DispatchAlert {
  const { decisionId, leadId, policy, chosen } = decision;
  return {
    key: `stuck ${decisionId}`,
    kind: 'automation-stuck',
    to: recipientOf(fold, policy, team),
    subject: `A lead that ${policy.name}@${policy.version} decided for ${nameOf(chosen)} cannot be given`,
    text: `${failures} tries failed: ${message}. It is tried again all the while; it ends when somebody gives the lead by hand.`,
    leadId,
  };
}

/** A lead that a policy should decide about, and nothing comes of it. */
export function notDecided(
  fold: DispatchFold,
  leadId: string,
  { spec, version }: PolicyAtWork,
  message: string,
  failures: number,
): DispatchAlert {
  return {
    key: `stuck ${spec.name}@${version} ${leadId}`,
    kind: 'automation-stuck',
    to: recipientOf(fold, { name: spec.name, version }, spec.team),
    subject: `${spec.name}@${version} cannot decide about a lead`,
    text: `${failures} tries failed: ${message}. It is tried again all the while; it ends when somebody gives the lead by hand.`,
    leadId,
  };
}

/** Nothing at all is decided. `day` as `2026-03-31`. */
export const standsStill = (day: string, message: string, failures: number): DispatchAlert => ({
  key: `stuck dispatch ${day}`,
  kind: 'automation-stuck',
  to: { role: 'data-owner', team: null },
  subject: 'Dispatch stands still: no lead is distributed',
  text: `${failures} tries failed: ${message}. It is tried again all the while; nothing is skipped.`,
});
