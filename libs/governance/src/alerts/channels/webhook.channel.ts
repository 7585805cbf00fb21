import { createHmac } from 'node:crypto';
import { type Clock, postOutside } from '#libs/platform';
import { type AlertChannel } from '../alert-channel.js';

export interface WebhookOptions {
  /** Where the alerts of everybody go; null: only those of people who have a webhook of their own. */
  readonly url: string | null;
  /** Signs the body (Standard Webhooks, `v1`); null: not signed. */
  readonly secret: string | null;
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** JSON to the person's own webhook, or to the organisation's. */
export const webhookChannel = ({ url, secret, allowPrivate, timeoutMs, clock }: WebhookOptions): AlertChannel => ({
  channel: 'webhook',
  async send({ alertId, step, kind, subject, text, leadId, to }, contact) {
    const target = contact.webhook ?? url;
    if (target === null) return null;
    const id = `${alertId}.${step}`;
    const timestamp = String(Math.floor(clock.now().getTime() / 1_000));
    const body = JSON.stringify({ alert: alertId, step, kind, subject, text, lead: leadId, to });
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      ...(secret !== null && { 'webhook-signature': signature(secret, `${id}.${timestamp}.${body}`) }),
    };
    await postOutside({ url: target, body, headers, timeoutMs, allowInside: allowPrivate });
    return new URL(target).host;
  },
});

/** https://www.standardwebhooks.com: HMAC-SHA256, base64; a secret that begins with `whsec_` is base64 itself. */
function signature(secret: string, signed: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}
