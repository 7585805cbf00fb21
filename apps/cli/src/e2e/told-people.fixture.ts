import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

interface Mail {
  readonly to: string;
  readonly text: string;
}

interface Posted {
  readonly alert: string;
  readonly kind: string;
  readonly to: string;
  readonly lead: string | null;
}

/** Where alerts arrive: a mail server that knows no mailbox of `nobody`, and a webhook. */
export interface ToldPeople {
  readonly smtpUrl: string;
  readonly webhookUrl: string;
  readonly mails: readonly Mail[];
  readonly posts: readonly Posted[];
  close(): Promise<void>;
}

export async function toldPeople(): Promise<ToldPeople> {
  const mails: Mail[] = [];
  const posts: Posted[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody@') ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : undefined),
    onData: (stream, session, done) =>
      void text(stream).then((said) => {
        mails.push({ to: session.envelope.rcptTo[0]!.address, text: said });
        done();
      }),
  });
  const web = createServer(
    (request, response) =>
      void text(request).then((said) => {
        posts.push(JSON.parse(said) as Posted);
        response.end();
      }),
  );
  await Promise.all([
    new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve)),
    new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve)),
  ]);
  const port = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
  return {
    smtpUrl: `smtp://127.0.0.1:${port(smtp.server)}`,
    webhookUrl: `http://127.0.0.1:${port(web)}/told`,
    mails,
    posts,
    close: async () => {
      web.closeAllConnections();
      await Promise.all([new Promise<void>((resolve) => smtp.close(resolve)), new Promise((resolve) => web.close(resolve))]);
    },
  };
}
