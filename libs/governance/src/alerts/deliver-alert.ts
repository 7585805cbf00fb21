import { setTimeout as delay } from 'node:timers/promises';
import { type PositionedEvent } from '#libs/contracts';
import { type EventLog, foldStored, foldStream } from '#libs/event-store';
import { type Reactions } from '#libs/jobs';
import { type Logger } from '#libs/platform';
import { type SeenStreams } from '#libs/projections';
import { type AlertChannel, type AlertMessage } from './alert-channel.js';
import { type AlertCommands } from './alert-commands.js';
import { alertFold, type AlertState } from './alert-state.js';
import { type Contact, type Recipients } from './recipients.port.js';

export interface DeliverDependencies {
  readonly log: EventLog;
  readonly commands: AlertCommands;
  readonly recipients: Recipients;
  /** None: alerts are shown in the product alone. */
  readonly channels: readonly AlertChannel[];
  readonly logger: Logger;
  /** Of whoever follows the log anyway: saves reading each alert. */
  readonly seen?: SeenStreams | undefined;
  /** Tries of one channel; the pauses between them double from `firstPauseMs`. */
  readonly attempts?: number;
  readonly firstPauseMs?: number;
}

/**
 * Tells people what is raised or escalated, on every channel on which they can be reached, and records each delivery and each failure. An alert
 * that reaches its person on no channel goes to the next in line at once. At least once: a process that dies between sending and recording
 * sends again, under the same message id.
 */
export function deliverAlerts(dependencies: DeliverDependencies): Reactions {
  const deliver = async (event: PositionedEvent): Promise<void> => {
    const { log, seen } = dependencies;
    // The reaction has this event from where it was seen; what came after it is recognised when it is recorded.
    const events = (await seen?.(event.stream)) ?? null;
    const { state } = events ? foldStored(events, alertFold) : await foldStream(log, event.stream, alertFold);
    const step = event.type === 'alert.escalated' ? event.data.step : 0;
    const to = event.type === 'alert.escalated' || event.type === 'alert.raised' ? event.data.to : state.to;
    await tell(dependencies, state, step, to);
  };
  return { 'alert.raised': deliver, 'alert.escalated': deliver };
}

async function tell(
  { commands, recipients, channels, ...how }: DeliverDependencies,
  alert: AlertState,
  step: number,
  to: string,
): Promise<void> {
  const alertId = alert.alertId!;
  const message = { alertId, step, kind: alert.kind, subject: alert.subject, text: alert.text, leadId: alert.leadId, to };
  const contact = await recipients.contactOf(to);
  let reached = channels.length === 0;
  if (reached) await commands.recordDelivery(alertId, { type: 'alert.delivered', data: { step, to, channel: 'in-product', address: to } });
  for (const channel of channels) {
    const told = alert.deliveries.find((delivery) => delivery.step === step && delivery.channel === channel.channel);
    const outcome = told ? { address: told.address, failed: told.failed } : await send(channel, message, contact, how);
    if (outcome === null) continue;
    if (outcome.failed === null) reached = true;
    if (told) continue;
    const base = { step, to, channel: channel.channel };
    await commands.recordDelivery(
      alertId,
      outcome.failed === null
        ? { type: 'alert.delivered', data: { ...base, address: outcome.address ?? '' } }
        : { type: 'alert.delivery-failed', data: { ...base, reason: outcome.failed } },
    );
  }
  if (reached) return;
  how.logger.error({ alert: alertId, to, step }, 'An alert reached nobody; the next in line is told');
  await commands.escalate(alertId, { step, because: 'undelivered' });
}

type Outcome = { readonly address: string | null; readonly failed: string | null };

/** Null: the person is not on this channel. */
async function send(
  channel: AlertChannel,
  message: AlertMessage,
  contact: Contact | null,
  { logger, attempts = 3, firstPauseMs = 500 }: Pick<DeliverDependencies, 'logger' | 'attempts' | 'firstPauseMs'>,
): Promise<Outcome | null> {
  if (!contact) return { address: null, failed: `${message.to} does not work here` };
  for (let attempt = 1; ; attempt++) {
    try {
      const address = await channel.send(message, contact);
      return address === null ? null : { address, failed: null };
    } catch (error) {
      logger.warn({ err: error, alert: message.alertId, channel: channel.channel, attempt }, 'An alert could not be delivered');
      if (attempt >= attempts) return { address: null, failed: error instanceof Error ? error.message : String(error) };
      await delay(firstPauseMs * 2 ** (attempt - 1));
    }
  }
}
