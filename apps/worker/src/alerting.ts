import { alertRecipients } from '#libs/dispatch';
import {
  type AlertChannel,
  type AlertCommands,
  alertTimerKind,
  createAlertCommands,
  deliverAlerts,
  emailChannel,
  webhookChannel,
} from '#libs/governance';
import { createReactionRunner, type ReactionRunner, type TimerKind } from '#libs/jobs';
import { type Config, type Logger } from '#libs/platform';
import { type OnTrouble } from './say-trouble.js';
import { type LeadServices } from './lead-services.js';

export interface Alerting {
  readonly commands: AlertCommands;
  readonly runner: (onTrouble: OnTrouble) => ReactionRunner;
  readonly timers: readonly TimerKind[];
  close(): void;
}

/** Tells people what they must know, by every channel that is configured. */
export function alerting(services: LeadServices, config: Config, logger: Logger): Alerting {
  const { log, pool, clock, keyedHash, seen } = services;
  const recipients = alertRecipients(services);
  const commands = createAlertCommands({ log, keyedHash, clock, recipients, seen, lastResort: config.alertLastResort });
  const { smtpUrl, alertFrom: from, baseUrl, webhookTimeoutMs: timeoutMs } = config;
  const mail = smtpUrl === null ? null : emailChannel({ smtpUrl, from, baseUrl, timeoutMs });
  const webhook = webhookChannel({
    url: config.alertWebhookUrl,
    secret: config.alertWebhookSecret,
    allowPrivate: config.webhookAllowPrivate === 'yes',
    timeoutMs,
    clock,
  });
  const channels: readonly AlertChannel[] = mail ? [mail, webhook] : config.alertWebhookUrl === null ? [] : [webhook];
  const handlers = deliverAlerts({ log, commands, recipients, channels, logger, seen });
  return {
    commands,
    runner: (onTrouble) => createReactionRunner({ pool, name: 'deliver-alerts', handlers, since: 'start', logger, onTrouble }),
    timers: [alertTimerKind(commands)],
    close: () => mail?.close(),
  };
}
