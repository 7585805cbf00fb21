import { type Static, Type } from '@sinclair/typebox';
import { Actor } from '../metadata.js';
import { Holder, Id, Instant, nullable, ValueRead } from '../shapes.js';

const Text = Type.String({ minLength: 1 });
const policy = Type.Object({ name: Text, version: Type.Integer({ minimum: 1 }) });
/** Turns of a member of weight 2 move its pointer half as far as those of one of weight 1. */
const weight = Type.Number({ exclusiveMinimum: 0 });
/** Numbers a person can check: `{ held: 30, cap: 30 }`, `{ until: "2026-03-03T15:00:00.000Z" }`, a turn pointer as an exact fraction `"5/6"`. */
const Numbers = Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()]));

const AssignmentCandidate = Type.Object({
  rep: Id,
  /** Why the rep could not have the lead: `at-holding-cap`, `absent`, `outside-working-time` …; null: it was compared with the others. */
  excluded: nullable(Type.Object({ code: Text, numbers: Numbers })),
  /** What it was compared by; null where it was excluded. */
  compared: nullable(Numbers),
});

const AssignmentFallback = Type.Object({
  /** `team`, `manager`, `rep`, `pool` … as the policy's chain names it; `default` is the last resort of the policy. */
  step: Text,
  to: nullable(Holder),
  /** Why this step gave nobody; null: it took the lead. */
  failed: nullable(Text),
});

/**
 * One decision of a policy about one lead, with all it looked at. Its state is the fold of the log up to `decidedAt.position` and of the
 * earlier events of its own stream, at the clock `decidedAt.at`, and nothing else; so it can be made again from the log.
 */
export const AssignmentDecision = Type.Object({
  decisionId: Id,
  leadId: Id,
  inquiryId: nullable(Id),
  /** Decided and recorded only (`shadow`), or carried out (`live`). */
  mode: Type.Union([Type.Literal('live'), Type.Literal('shadow')]),
  policy,
  team: Id,
  decidedAt: Type.Object({ position: Type.Integer({ minimum: 0 }), at: Instant }),
  /** Revision of the lead that was decided on: a later change of holder supersedes the decision. */
  leadRevision: Type.Integer({ minimum: 0 }),
  /** What the conditions were told of values that have a vocabulary. */
  read: Type.Optional(Type.Array(ValueRead)),
  /** The rule of the policy that decided; `fallback` where none of its entries matched. */
  rule: Type.Object({
    kind: Type.Union([Type.Literal('bypass'), Type.Literal('entry'), Type.Literal('fallback')]),
    name: nullable(Text),
    strategy: nullable(Text),
  }),
  candidates: Type.Array(AssignmentCandidate),
  /** What decided between those who could have it; null where nobody was compared. */
  comparison: nullable(
    Type.Object({
      by: Text,
      best: Type.Union([Type.Literal('lowest'), Type.Literal('highest')]),
      value: Type.Union([Type.Number(), Type.String(), Type.Null()]),
      /** The one who came next, and by what. */
      next: nullable(Type.Object({ rep: Id, value: Type.Union([Type.Number(), Type.String(), Type.Null()]) })),
      /** How equals were told apart: `member-order`, `longest-waiting`, `seed`; null where they were not equal. */
      tie: nullable(Text),
    }),
  ),
  /** Who gets the lead; null while it is held. */
  chosen: nullable(Holder),
  /** Steps of the fallback chain that were taken, in order. */
  fallbacks: Type.Array(AssignmentFallback),
  /** Nobody could take it by the rules: somebody is told. */
  alert: nullable(Text),
  /** Derived from the decision's id, where equals were told apart by it. */
  seed: nullable(Text),
  heldUntil: nullable(Instant),
  /** Whom the lead goes back to, and when, if nobody has worked on it by then. */
  returns: nullable(Type.Object({ rep: Id, at: Instant })),
  /** The posting to the policy's account: so many turns of so much weight; null where the policy does not count this one. */
  fairness: nullable(
    Type.Object({
      rep: Id,
      turns: Type.Integer(),
      weight,
      /** Expected value of the lead by the policy, for revaluing; null where it says none. */
      value: nullable(Type.Number()),
    }),
  ),
});
export type AssignmentDecision = Static<typeof AssignmentDecision>;

/** Events of `dispatch-<team>`: every automatic decision of a team, in order, and what became of it. */
export const assignmentEvents = {
  'assignment.decided': AssignmentDecision,
  /** Decided to wait: `heldUntil` says until when. The lead stays where it is. */
  'assignment.held': AssignmentDecision,
  /** The time of a held lead has come: it is decided anew. */
  'assignment.woken': Type.Object({ decisionId: Id, leadId: Id, dueAt: Instant }),
  /** The decision could not be carried out; where the lead still waits it is decided anew. */
  'assignment.superseded': Type.Object({
    decisionId: Id,
    leadId: Id,
    /** `lead-moved`, `lead-closed`, `refused` (a limit or a rule), `policy-off`. */
    because: Text,
    /** Who was faster; null where nobody was. */
    by: nullable(Id),
    /** The rep who could not take it, with what stood against it; not asked again for this lead. */
    refused: nullable(Type.Object({ rep: Id, code: Text, message: Type.String() })),
  }),
  /** A person gave the lead to someone else than the decision had. */
  'assignment.overridden': Type.Object({
    decisionId: Id,
    leadId: Id,
    policy,
    entry: nullable(Text),
    /** Whom the decision had chosen. */
    chosen: Holder,
    to: Holder,
    by: Actor,
    reason: nullable(Type.String()),
    /** The event of the lead by which it was done. */
    eventId: Id,
  }),
  /** A posting to a policy's account outside a decision: turns are credited back (negative) or charged. */
  'fairness.posted': Type.Object({
    postingId: Id,
    account: Text,
    rep: Id,
    turns: Type.Integer(),
    weight,
    decisionId: nullable(Id),
    leadId: nullable(Id),
    because: Text,
  }),
} as const;
