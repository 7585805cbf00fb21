import { type Static, Type } from '@sinclair/typebox';
import { Id, Instant, nullable } from '../shapes.js';

/** Whom an alert is for: a person by name, or whoever answers for something when its turn comes. */
export const AlertRecipient = Type.Union([
  Type.Object({ person: Id }),
  /** `team-manager` of `team`; `data-owner` of the organisation. */
  Type.Object({ role: Type.Union([Type.Literal('team-manager'), Type.Literal('data-owner')]), team: nullable(Id) }),
]);
export type AlertRecipient = Static<typeof AlertRecipient>;

/** Events of `alert-<id>`: what somebody must know, who was told, how and when. No personal data of customers. */
export const alertEvents = {
  'alert.raised': Type.Object({
    alertId: Id,
    /** The same thing raises one alert, however often it is noticed. */
    key: Type.String({ minLength: 1 }),
    kind: Type.String({ minLength: 1 }),
    subject: Type.String({ minLength: 1 }),
    text: Type.String(),
    leadId: nullable(Id),
    /** Who was meant. */
    recipient: AlertRecipient,
    /** Who that was. */
    to: Id,
    /** Who is told next, in order, where it is not acknowledged in time or reaches nobody. */
    chain: Type.Array(AlertRecipient),
    /** Milliseconds that each has to acknowledge; null: nobody needs to. */
    acknowledgeWithinMs: nullable(Type.Integer({ minimum: 1 })),
    escalateAt: nullable(Instant),
  }),
  /** `address` is of the person who works here, or of the webhook. */
  'alert.delivered': Type.Object({
    step: Type.Integer({ minimum: 0 }),
    to: Id,
    channel: Type.String({ minLength: 1 }),
    address: Type.String(),
  }),
  'alert.delivery-failed': Type.Object({
    step: Type.Integer({ minimum: 0 }),
    to: Id,
    channel: Type.String({ minLength: 1 }),
    reason: Type.String({ minLength: 1 }),
  }),
  'alert.acknowledged': Type.Object({ by: Id, note: nullable(Type.String()) }),
  /** The next in the chain is told. */
  'alert.escalated': Type.Object({
    /** 1 at the first escalation. */
    step: Type.Integer({ minimum: 1 }),
    from: Id,
    recipient: AlertRecipient,
    to: Id,
    because: Type.Union([Type.Literal('undelivered'), Type.Literal('unacknowledged')]),
    escalateAt: nullable(Instant),
  }),
  /** Nobody is left to tell: it stays on the list until somebody acknowledges it. */
  'alert.exhausted': Type.Object({ because: Type.Union([Type.Literal('undelivered'), Type.Literal('unacknowledged')]) }),
} as const;
