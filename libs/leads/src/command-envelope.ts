import { type Actor, type OccurredAt } from '#libs/contracts';

/** What the person or machine may do beyond its own leads. Automations and imports have all of them. */
export type LeadRight = 'release-leads-of-others' | 'claim-for-others' | 'overrule-limits';

/** A rep works on its own leads, and on those of others as far as the visibility in force and its rights let it. */
export interface BoundRep {
  /** Null: the person is nobody's rep. */
  readonly rep: string | null;
  /** Has the right to redistribute leads of others. */
  readonly redistributes: boolean;
}

/** Who sends the command and when; the same for every action. */
export interface CommandEnvelope {
  /** The same id with the same body is answered as the first time; with another body it is refused. */
  readonly commandId: string;
  readonly actor: Actor;
  /** The rep who acts; default the actor's id where the actor is a person. `null`: no rep. */
  readonly actingRep?: string | null;
  readonly rights?: readonly LeadRight[];
  /** Present where a rep sends the command; whoever else does is bound by the rights alone. */
  readonly bound?: BoundRep;
  /** When it was true in the world; default now. */
  readonly occurredAt?: OccurredAt;
  /** The sender's clock (ISO 8601), where it says one: refused when it is ahead of ours by more than the skew allowed. */
  readonly issuedAt?: string;
  /** The revision the caller saw (`If-Match`): refused with 412 when the lead has changed since, and never tried again. */
  readonly expectedRevision?: number;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** The decision of a policy that this carries out. */
  readonly decisionId?: string;
}
