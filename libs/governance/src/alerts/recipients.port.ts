import { type AlertRecipient } from '#libs/contracts';

/** How a person is reached. */
export interface Contact {
  readonly name: string;
  readonly email: string | null;
  readonly webhook: string | null;
}

/** Who answers for what, and how people are reached; made where people are known. */
export interface Recipients {
  /** Who that is now; null: nobody, or somebody who has left. */
  personOf(recipient: AlertRecipient): Promise<string | null>;
  /** Null: nobody who works here. */
  contactOf(person: string): Promise<Contact | null>;
}
