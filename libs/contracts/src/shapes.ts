import { type Static, type TSchema, Type } from '@sinclair/typebox';

/** The small shapes that events share. Units and forms are stated once, here. */

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Opaque identifier, at most 128 characters, no control characters. Leads, people and inquiries use UUIDs; reps, teams and pools any name. */
export const Id = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });

/** An instant in UTC with milliseconds: `2026-03-03T12:00:00.000Z`. */
export const Instant = Type.String({ pattern: '^-?\\d{4,6}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });

/**
 * Effective time. `day` keeps a date a date (value `2026-03-03`) and names the zone in which the day begins;
 * `unknown` has no value and takes the bound of the event before it.
 */
export const OccurredAt = Type.Union([
  Type.Object({ precision: Type.Literal('instant'), value: Instant }),
  Type.Object({ precision: Type.Literal('day'), value: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), zone: Type.String() }),
  Type.Object({ precision: Type.Literal('unknown'), value: Type.Null() }),
]);
export type OccurredAt = Static<typeof OccurredAt>;

/** What has a lead at an instant. Only a person is an owner. */
export const Holder = Type.Union([
  Type.Object({ kind: Type.Literal('person'), id: Id }),
  Type.Object({ kind: Type.Literal('team'), id: Id }),
  Type.Object({ kind: Type.Literal('pool'), id: Id }),
  Type.Object({ kind: Type.Literal('unknown') }),
]);
export type Holder = Static<typeof Holder>;

/** A decimal amount (never a float) in an ISO 4217 currency. */
export const Money = Type.Object({
  amount: Type.String({ pattern: '^-?\\d{1,15}(\\.\\d{1,6})?$' }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
});
export type Money = Static<typeof Money>;

/** Personal data, readable only with the keys of all its subjects. `box` is opaque to everyone but `libs/privacy`. */
export const Sealed = Type.Object({ subjects: Type.Array(Id, { minItems: 1 }), box: Type.String() });
export type Sealed = Static<typeof Sealed>;

/** Typed clear facts that are not personal, under names of letters, digits, `_`, `-` and `.`. */
export const Attributes = Type.Record(
  Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.-]{0,63}$' }),
  Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
);
export type Attributes = Static<typeof Attributes>;

/** A rule that was not met but did not stop the fact from being kept (record-only enforcement, arrivals from outside). */
export const Finding = Type.Object({ code: Type.String(), message: Type.String() });
export type Finding = Static<typeof Finding>;

export const ContactPoint = Type.Object({
  contactPointId: Id,
  /** The person it belongs to; `sealed` is under that person's key. */
  personId: Id,
  kind: Type.Union([Type.Literal('phone'), Type.Literal('email'), Type.Literal('handle')]),
  /** ISO 3166 country of a phone where it says one. */
  country: nullable(Type.String()),
  validity: Type.Union([Type.Literal('valid'), Type.Literal('invalid')]),
  sealed: Sealed,
});
export type ContactPoint = Static<typeof ContactPoint>;

/** A text that conditions were told as a code: by which version of which vocabulary. Null: it was no value there, and was taken as it was written. */
export const ValueRead = Type.Object({
  fact: Type.String({ minLength: 1 }),
  text: Type.String(),
  code: nullable(Type.String()),
  vocabulary: Type.String({ minLength: 1 }),
  version: Type.Integer({ minimum: 1 }),
});
export type ValueRead = Static<typeof ValueRead>;

/** One incoming contact. Immutable; the unit of submission volume. */
export const Inquiry = Type.Object({
  inquiryId: Id,
  /** Specific origin; `unknown` where the sender did not say (with a finding). */
  source: Type.String({ minLength: 1 }),
  /** Broad medium: search, social, email, referral, direct, phone … or `unknown`. */
  channel: Type.String({ minLength: 1 }),
  medium: nullable(Type.String()),
  campaign: nullable(Type.String()),
  /** The name of this inquiry elsewhere: `externalSource:externalId` finds its lead. */
  externalSource: nullable(Type.String()),
  externalId: nullable(Type.String()),
  attributes: Attributes,
  /** Which of them nobody said: codes of values that the sealed text mentions, and the vocabulary that knew them. */
  recognised: Type.Optional(
    Type.Array(Type.Object({ attribute: Type.String(), vocabulary: Type.String(), version: Type.Integer({ minimum: 1 }) })),
  ),
  contactPoints: Type.Array(ContactPoint),
  /** Keyed hash of the raw payload; the payload itself and the name are in `sealed`. */
  payloadHash: nullable(Type.String()),
  sealed: nullable(Sealed),
});
export type Inquiry = Static<typeof Inquiry>;
