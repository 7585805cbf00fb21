import { type Actor } from '#libs/contracts';
import { type Role } from './permissions.js';

/** Who sends a command or asks a question, as far as a verified token says. */
export interface Principal {
  /** Goes into every event. */
  readonly actor: Actor;
  readonly role: Role;
  /** The rep whom the person is, where they are one. */
  readonly repId: string | null;
}
