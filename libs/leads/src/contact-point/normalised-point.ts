import { type Finding } from '#libs/contracts';

export type ContactPointKind = 'phone' | 'email' | 'handle';

/** A contact point as it came and as we compare it. */
export interface NormalisedPoint {
  readonly kind: ContactPointKind;
  /** As the sender wrote it; sealed. */
  readonly raw: string;
  /** Null: not a contact point anyone could be reached by. It is kept, and identifies nobody. */
  readonly normalised: string | null;
  /** ISO 3166 country of a phone where it says one. */
  readonly country: string | null;
}

/** What was wrong, without repeating the value: findings are in clear. */
export const invalidPoint = (kind: ContactPointKind, message: string): Finding => ({
  code: `CONTACT.${kind.toUpperCase()}_INVALID`,
  message,
});
