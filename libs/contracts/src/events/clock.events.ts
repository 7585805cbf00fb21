import { Type } from '@sinclair/typebox';
import { Holder, Id, Instant, nullable, ValueRead } from '../shapes.js';

const text = Type.String({ minLength: 1 });
const count = Type.Integer({ minimum: 0 });

/** A span of time: calendar days in the zone named beside it, then milliseconds. */
const Span = Type.Object({ days: count, ms: count });

/** Events of `lead-<id>` about what is due when: protection and recycling, service times, promises. Decided once, from the rule in force then. */
export const clockEvents = {
  /** Until when the holder keeps the lead, and what moves that. The rule is `metadata.policy`. */
  'lead.protection-started': Type.Object({
    protectionId: Id,
    /** The entry of the policy that matched. */
    rule: text,
    /** The ownership event whose holder is protected. */
    ownershipEventId: Id,
    holder: Holder,
    from: Instant,
    zone: text,
    /** As the default period gives it. */
    defaultDueAt: Instant,
    /** With the activity up to now. */
    dueAt: Instant,
    /** From a qualifying activity the lead is protected at least this much longer; null: activity changes nothing. */
    extension: nullable(Span),
    /** Never later than this, whatever follows. */
    maximumAt: nullable(Instant),
    remindBefore: nullable(Span),
    /** Which follow-ups qualify; null: of any type, of any outcome. */
    activity: Type.Object({
      by: Type.Union([Type.Literal('anyone'), Type.Literal('holder')]),
      types: nullable(Type.Array(text)),
      outcomes: nullable(Type.Array(text)),
    }),
    lastActivity: nullable(Type.Object({ followUpId: Id, at: Instant })),
    /** Where it goes. */
    pool: Id,
    /** What the condition was told of values that have a vocabulary. */
    read: Type.Optional(Type.Array(ValueRead)),
  }),
  'lead.recycling-reminded': Type.Object({ protectionId: Id, dueAt: Instant, holder: Holder }),
  /** It was due and stayed where it is; looked at again when the lead changes. */
  'lead.recycling-exempted': Type.Object({
    protectionId: Id,
    dueAt: Instant,
    because: Type.Array(Type.Object({ code: text, message: Type.String() }), { minItems: 1 }),
    /** What the condition was told of values that have a vocabulary. */
    read: Type.Optional(Type.Array(ValueRead)),
  }),
  'lead.protection-ended': Type.Object({ protectionId: Id, because: text }),

  'lead.sla-started': Type.Object({
    slaId: Id,
    clock: text,
    /** What it answers: an inquiry, an assignment, a customer's message. */
    causeEventId: Id,
    from: Instant,
    dueAt: Instant,
    /** Working time that may pass. */
    targetMs: Type.Integer({ minimum: 1 }),
    /** The calendar in whose time it counts, and its version; null: round the clock. */
    calendar: nullable(Type.Object({ id: Id, version: Type.Integer({ minimum: 1 }) })),
    /** Stops while one waits for the customer. */
    pausesWhileWaiting: Type.Boolean(),
    /** What stops it for good. */
    stops: Type.Union([Type.Literal('outbound'), Type.Literal('any-contact'), Type.Literal('assigned')]),
    /** What the condition was told of values that have a vocabulary. */
    read: Type.Optional(Type.Array(ValueRead)),
  }),
  'lead.sla-paused': Type.Object({ slaId: Id, at: Instant, waitingId: Id, remainingMs: Type.Integer() }),
  'lead.sla-resumed': Type.Object({ slaId: Id, at: Instant, dueAt: Instant }),
  'lead.sla-met': Type.Object({ slaId: Id, at: Instant, byEventId: Id, by: nullable(Id), elapsedMs: count, late: Type.Boolean() }),
  /** Occurred when it was due. Names who had the lead then, who had it before since the clock began, and when it stood still. */
  'lead.sla-breached': Type.Object({
    slaId: Id,
    clock: text,
    dueAt: Instant,
    holder: Holder,
    team: nullable(Id),
    earlier: Type.Array(Type.Object({ holder: Holder, from: nullable(Instant), until: Instant })),
    pauses: Type.Array(Type.Object({ from: Instant, until: nullable(Instant) })),
  }),

  'lead.next-action-done': Type.Object({ actionId: Id, note: nullable(Type.String()) }),
  'lead.next-action-moved': Type.Object({ actionId: Id, dueAt: Instant, by: nullable(Id), reason: nullable(Type.String()) }),
  'lead.next-action-cancelled': Type.Object({ actionId: Id, reason: nullable(Type.String()) }),
  'lead.next-action-overdue': Type.Object({ actionId: Id, action: text, dueAt: Instant, by: nullable(Id), team: nullable(Id) }),
  /** Nothing can be done before somebody answers or a date comes. */
  'lead.waiting-declared': Type.Object({
    waitingId: Id,
    on: Type.Union([Type.Literal('customer'), Type.Literal('colleague'), Type.Literal('other')]),
    for: text,
    until: Instant,
  }),
  'lead.waiting-ended': Type.Object({ waitingId: Id, because: Type.Union([Type.Literal('date'), Type.Literal('answered')]) }),
  /** The end of a contract; its renewal is due `noticeDays` before. A later one replaces it, and the task moves with it. */
  'lead.contract-dated': Type.Object({
    contractId: Id,
    endsOn: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    zone: text,
    noticeDays: count,
    action: text,
  }),
} as const;
