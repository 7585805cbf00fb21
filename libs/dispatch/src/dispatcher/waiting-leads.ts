import { derivedId } from '#libs/platform';
import { type AssignmentCase } from '../assignment/assignment-case.js';
import { takes } from '../assignment/decide-assignment.js';
import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { type OpenLead } from '../assignment/open-lead.js';
import { type PolicyAtWork } from '../assignment/policy-book.js';
import { type PersonStanding } from '../assignment/assignment-case.js';

/** A lead and the policy, at work or in test, that is to decide about it. */
export interface ToDecide {
  readonly lead: OpenLead;
  readonly policy: PolicyAtWork;
}

/** The id follows from what it is about, so that the same log gives the same ids. `revision` is that of the decision in its stream. */
export const decisionIdOf = ({ lead, policy }: ToDecide, revision: number): string =>
  derivedId('decision', policy.spec.name, policy.version, policy.mode, lead.leadId, lead.arrived.position, revision);

export function caseOf({ lead, policy }: ToDecide, decisionId: string, at: number, person: PersonStanding): AssignmentCase {
  const { leadId, inquiryId, revision, source, channel, medium, campaign, attributes, inquiries, holder, former, refused } = lead;
  const leadRevision = revision;
  const facts = { source, channel, medium, campaign, attributes, inquiries };
  return { decisionId, mode: policy.mode, leadId, inquiryId, leadRevision, at, ...facts, holder, former, refused, person };
}

/** Told of a policy whose conditions fail on a lead by a defect. */
type OnDefect = (todo: ToDecide, error: unknown) => void;

/**
 * Who decides about a lead: of the policies at work the first by name that takes it, and every one in test that takes it and has not yet decided
 * about it. A lead on which the conditions of a policy at work fail by a defect is for nobody else: `onDefect` is told, and throws unless given.
 */
export function decidersOf(
  lead: OpenLead,
  fold: DispatchFold,
  atWork: readonly PolicyAtWork[],
  at: number,
  person: PersonStanding,
  onDefect: OnDefect = rethrown,
): readonly ToDecide[] {
  const deciders: ToDecide[] = [];
  let live = false;
  for (const policy of atWork) {
    if (lead.arrived.position <= policy.since.position || lead.arrived.at < policy.since.at) continue;
    if (policy.mode === 'live' ? live : lead.tested.includes(`${policy.spec.name}@${policy.version}`)) continue;
    const todo = { lead, policy };
    try {
      if (!takes(policy.spec, fold, caseOf(todo, '', at, person))) continue;
      deciders.push(todo);
    } catch (error) {
      onDefect(todo, error);
    }
    live ||= policy.mode === 'live';
  }
  return deciders;
}

function rethrown(_: ToDecide, error: unknown): never {
  throw error;
}

/** The person behind the lead, from what a table knew at the fold's position and the open leads of the fold. */
export function standingOf(
  lead: OpenLead,
  fold: DispatchFold,
  known: ReadonlyMap<string, { readonly repeat: boolean; readonly previousOwner: string | null }>,
): PersonStanding {
  const found = known.get(lead.leadId);
  return {
    repeat: (found?.repeat ?? false) || lead.inquiries > 1,
    previousOwner: found?.previousOwner ?? null,
    relatedOwner: fold.leads.relatedOwner(lead),
  };
}
