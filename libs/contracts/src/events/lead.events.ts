import { Type } from '@sinclair/typebox';
import { Attributes, Holder, Id, Inquiry, Instant, Money, nullable, Sealed } from '../shapes.js';

const reason = nullable(Type.String());
const team = nullable(Id);

/** Events of `lead-<id>`: the whole life of one lead. */
export const leadEvents = {
  'lead.captured': Type.Object({ leadId: Id, personId: nullable(Id), holder: Holder, team, inquiry: Inquiry }),
  'lead.inquiry-received': Type.Object({ personId: nullable(Id), inquiry: Inquiry }),
  'lead.attributes-changed': Type.Object({ attributes: Attributes }),

  'lead.assigned': Type.Object({ to: Holder, team, previous: Holder, reason }),
  'lead.claimed': Type.Object({ to: Holder, team, previous: Holder, reason }),
  'lead.transferred': Type.Object({ to: Holder, team, previous: Holder, reason }),
  'lead.released': Type.Object({ to: Holder, team, previous: Holder, reason }),
  /** `rule`: under a rule (`metadata.policy`), when that was due, and the last follow-up that counted. Without it: by hand. */
  'lead.recycled': Type.Object({
    to: Holder,
    team,
    previous: Holder,
    reason,
    rule: Type.Optional(Type.Object({ protectionId: Id, dueAt: Instant, lastFollowUpId: nullable(Id) })),
  }),
  /** Back-dated by `metadata.occurredAt`; holds until `until`, else until the next ownership event. */
  'lead.ownership-corrected': Type.Object({ to: Holder, team, until: nullable(Instant), reason: Type.String({ minLength: 1 }) }),

  'lead.follow-up-recorded': Type.Object({
    followUpId: Id,
    /** call, email, meeting, message, visit, note, other … */
    type: Type.String({ minLength: 1 }),
    direction: Type.Union([Type.Literal('outbound'), Type.Literal('inbound'), Type.Literal('internal')]),
    outcome: nullable(Type.String()),
    /** True where no human made it: automatic acknowledgements never count as human contact. */
    automatic: Type.Boolean(),
    /** The rep who made it. */
    by: nullable(Id),
    sealedNote: nullable(Sealed),
  }),
  /** `from`: what brought it up by itself, and the event or contract that did. */
  'lead.next-action-planned': Type.Object({
    actionId: Id,
    action: Type.String({ minLength: 1 }),
    dueAt: Instant,
    by: nullable(Id),
    from: Type.Optional(
      Type.Object({ kind: Type.Union([Type.Literal('revisit'), Type.Literal('renewal'), Type.Literal('waiting')]), id: Id }),
    ),
  }),
  'lead.stage-entered': Type.Object({
    stage: Type.String({ minLength: 1 }),
    process: nullable(Type.String()),
    previous: nullable(Type.String()),
  }),
  'lead.won': Type.Object({ value: nullable(Money), reason }),
  'lead.lost': Type.Object({ reason }),
  /** `revisitAt`: of `not_now`, when it comes back. */
  'lead.closed': Type.Object({ disposition: Type.String({ minLength: 1 }), reason, revisitAt: Type.Optional(Instant) }),
  'lead.marked-invalid': Type.Object({ reason: Type.String({ minLength: 1 }) }),
  'lead.reopened': Type.Object({ reason }),

  /** Exempt from recycling and from claims; until then, or until it is unlocked. */
  'lead.locked': Type.Object({ until: nullable(Instant), reason: Type.String({ minLength: 1 }) }),
  'lead.unlocked': Type.Object({ reason }),
  /** A reservation of the lead for a rep, made and never used, holds no longer: whatever was decided on it finds the lead changed. */
  'lead.reservation-lapsed': Type.Object({ reservationId: Id, rep: Id }),
  /** A rep asked to see what the visibility in force hides or masks. */
  'lead.access-requested': Type.Object({ requestId: Id, rep: Id, mode: Type.String(), reason: Type.String({ minLength: 1 }) }),
  /** `until`: the end of what was granted; null: until further notice. */
  'lead.access-decided': Type.Object({ requestId: Id, rep: Id, granted: Type.Boolean(), until: nullable(Instant), reason }),

  /** Every event of this stream that carries `importId` is void from here on. */
  'lead.import-retracted': Type.Object({ importId: Id }),
} as const;
