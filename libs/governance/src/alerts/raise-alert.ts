import { type AlertRecipient } from '#libs/contracts';

/** Something that a named person must know. */
export interface RaiseAlert {
  /** The same key raises one alert, however often it is sent. */
  readonly key: string;
  /** Names the runbook: `sla-breached`. */
  readonly kind: string;
  readonly to: AlertRecipient;
  /** Who is told next where it is not acknowledged in time or reaches nobody; default the data owner. The last resort of the configuration ends every chain. */
  readonly chain?: readonly AlertRecipient[];
  /** One line; no personal data of customers. */
  readonly subject: string;
  readonly text: string;
  readonly leadId?: string;
  /** How long each has to acknowledge; default four hours. Null: it needs no answer (a reminder). */
  readonly acknowledgeWithinMs?: number | null;
  /** When it came to be; default now. ISO. */
  readonly occurredAt?: string;
}

/** Tells a person something, on record. */
export interface RaisesAlerts {
  raiseAlert(alert: RaiseAlert): Promise<{ readonly alertId: string; readonly to: string }>;
}
