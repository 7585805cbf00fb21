import { type Contact } from './recipients.port.js';

/** One message to one person. */
export interface AlertMessage {
  readonly alertId: string;
  readonly step: number;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly leadId: string | null;
  readonly to: string;
}

/**
 * A way to reach people. `send` gives the address it reached, or null where the person has none on this channel; it throws where the address
 * could not be reached.
 */
export interface AlertChannel {
  readonly channel: string;
  send(message: AlertMessage, contact: Contact): Promise<string | null>;
}
