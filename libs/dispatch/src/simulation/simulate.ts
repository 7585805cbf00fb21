import { type AssignmentDecision } from '#libs/contracts';
import { derivedId } from '#libs/platform';
import { type AssignmentCase } from '../assignment/assignment-case.js';
import { type Closing } from '../assignment/closing-book.js';
import { decideAssignment, takes } from '../assignment/decide-assignment.js';
import { PeopleBook } from './people-book.js';
import { SimulatedState } from './simulated-state.js';
import { type Holding, type PastInquiry, type SimulationInput } from './simulation-input.js';
import { TimeQueue } from './time-queue.js';

/** What the policy would have decided about one lead, beside what was so. */
export interface SimulatedDecision {
  readonly inquiry: PastInquiry;
  /** The decision that gave the lead away; one that was held is told when its time has come. */
  readonly decision: AssignmentDecision;
  /** How often it was held before. */
  readonly held: number;
}

type Step =
  | { readonly kind: 'closing'; readonly at: number; readonly rank: 0; readonly closing: Closing }
  | {
      readonly kind: 'end';
      readonly at: number;
      readonly rank: 1;
      readonly rep: string | null;
      readonly personIds: readonly string[];
      readonly leadId: string;
    }
  | { readonly kind: 'begin'; readonly at: number; readonly rank: 2; readonly holding: Holding }
  | { readonly kind: 'decide'; readonly at: number; readonly rank: 3; readonly inquiry: PastInquiry; readonly held: number };

/** Nobody waits for so many openings; a policy that holds for ever is told so by what it has not decided. */
const MAX_HELD = 50;

/**
 * Replays past intake through a policy, in the order in which it arrived. Pure: the same input gives the same decisions, byte for byte.
 *
 * A lead that the policy gives to a rep is load of that rep from the decision until the lead was really closed or went back from a person to a
 * pool; that people handed it to one another meanwhile changes nothing. Leads that arrived before, or that the policy does not take, are with
 * whom they really were. Win rates are those of what was really closed. Turns begin at zero.
 */
export function* simulate(
  input: SimulationInput,
): Generator<SimulatedDecision, { readonly notTaken: number; readonly neverDecided: number }> {
  const { documentHash, from, to } = input;
  const state = new SimulatedState(input.position, input.organisation);
  if (!input.asKnownThen) state.knowUntil(Infinity);
  const people = new PeopleBook();
  const queue = new TimeQueue<Step>(stepsOf(input));
  let notTaken = 0;
  let neverDecided = 0;
  for (let step = queue.take(); step; step = queue.take()) {
    switch (step.kind) {
      case 'closing':
        state.closed.count(step.closing, 1);
        break;
      case 'begin': {
        const { leadId, personIds, rep, from: since } = step.holding;
        if (rep !== null) state.loads.hold(rep, 1);
        for (const person of personIds) people.give(person, leadId, rep, since);
        break;
      }
      case 'end':
        if (step.rep !== null) state.loads.hold(step.rep, -1);
        for (const person of step.personIds) people.end(person, step.leadId, step.at);
        break;
      case 'decide': {
        const { inquiry, held, at } = step;
        if (inquiry.at < from || inquiry.at >= to) break;
        if (held === 0 && inquiry.personId !== null) people.give(inquiry.personId, inquiry.leadId, null, at);
        if (input.asKnownThen) state.knowUntil(Math.max(at, inquiry.knownAt));
        const spec = input.specReading(state.codesAt(at, !input.asKnownThen));
        const assignment = caseOf(inquiry, at, derivedId('simulation', documentHash, inquiry.leadId, held), people);
        if (!takes(spec, state, assignment)) {
          notTaken += 1;
          actually(inquiry, queue);
          break;
        }
        const decision = decideAssignment(spec, 1, state, assignment);
        if (decision.heldUntil !== null) {
          const until = Date.parse(decision.heldUntil);
          if (held >= MAX_HELD || until <= at) neverDecided += 1;
          else queue.put({ kind: 'decide', at: until, rank: 3, inquiry, held: held + 1 });
          break;
        }
        state.decided(decision, at);
        const rep = decision.chosen?.kind === 'person' ? decision.chosen.id : null;
        const personIds = inquiry.personId === null ? [] : [inquiry.personId];
        for (const person of personIds) people.give(person, inquiry.leadId, rep, at);
        const { releasedAt } = inquiry.actual;
        // What was really over before the simulated decision is over at once.
        if (releasedAt !== null) queue.put({ kind: 'end', at: Math.max(releasedAt, at), rank: 1, rep, personIds, leadId: inquiry.leadId });
        yield { inquiry, decision, held };
      }
    }
  }
  return { notTaken, neverDecided };
}

/** What the policy leaves alone is with whom it really was. */
function actually({ leadId, personId, actual }: PastInquiry, queue: TimeQueue<Step>): void {
  if (actual.owner === null || actual.ownedAt === null) return;
  const personIds = personId === null ? [] : [personId];
  const holding = { leadId, personIds, rep: actual.owner, from: actual.ownedAt, to: actual.releasedAt };
  for (const step of stepsOfHolding(holding)) queue.put(step);
}

function* stepsOf({ inquiries, holdings, closings, to }: SimulationInput): Iterable<Step> {
  for (const closing of closings) if (closing.at < to) yield { kind: 'closing', at: closing.at, rank: 0, closing };
  for (const holding of holdings) if (holding.from < to) yield* stepsOfHolding(holding);
  for (const inquiry of inquiries) yield { kind: 'decide', at: inquiry.at, rank: 3, inquiry, held: 0 };
}

function* stepsOfHolding(holding: Holding): Iterable<Step> {
  const { leadId, personIds, rep, from, to } = holding;
  yield { kind: 'begin', at: from, rank: 2, holding };
  if (to !== null) yield { kind: 'end', at: to, rank: 1, rep, personIds, leadId };
}

function caseOf(inquiry: PastInquiry, at: number, decisionId: string, people: PeopleBook): AssignmentCase {
  const { leadId, inquiryId, source, channel, medium, campaign, attributes, pool, personId } = inquiry;
  return {
    decisionId,
    mode: 'live',
    leadId,
    inquiryId,
    leadRevision: 0,
    at,
    source,
    channel,
    medium,
    campaign,
    attributes,
    inquiries: 1,
    holder: { kind: 'pool', id: pool },
    former: null,
    refused: [],
    person: people.standing(personId, leadId),
  };
}
