import { createTransport } from 'nodemailer';
import { type AlertChannel } from '../alert-channel.js';

export interface EmailOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly smtpUrl: string;
  readonly from: string;
  /** Of this installation, for the link in the message. */
  readonly baseUrl: string | null;
  readonly timeoutMs: number;
}

const ID_HOST = 'alerts.leadledger.local';

/** Mail through one SMTP server. The message id is derived from alert and step: sent twice, most mail programs show it once. */
export function emailChannel({ smtpUrl, from, baseUrl, timeoutMs }: EmailOptions): AlertChannel & { close(): void } {
  const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  const transport = createTransport({ url: smtpUrl, ...timeouts });
  return {
    channel: 'email',
    async send({ alertId, step, kind, subject, text, leadId, to }, contact) {
      if (contact.email === null) throw new Error(`No e-mail address is known for ${to}`);
      const lines = [text, '', `Alert ${alertId} (${kind})`];
      if (leadId !== null) lines.push(baseUrl === null ? `Lead ${leadId}` : `${baseUrl}/v1/leads/${leadId}`);
      await transport.sendMail({
        from,
        to: { name: contact.name, address: contact.email },
        subject: `[LeadLedger] ${subject}`,
        text: lines.join('\n'),
        messageId: `<${alertId}.${step}@${ID_HOST}>`,
        headers: { 'auto-submitted': 'auto-generated' },
      });
      return contact.email;
    },
    close: () => transport.close(),
  };
}
