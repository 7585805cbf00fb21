import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ProblemError } from '../problem.js';
import { resolvedAddress } from './public-address.js';

export interface OutsideRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Lets requests go to this host and the local network too. */
  readonly allowInside: boolean;
}

/**
 * Posts to an address that somebody else chose. The name is resolved once, checked, and the connection goes to exactly that address, so that a
 * name that changes its mind in between gains nothing; redirects are not followed. Resolves with the status of a 2xx answer.
 *
 * Errors: those of `resolvedAddress`; 422 `WEBHOOK.URL_MALFORMED`; 503 `WEBHOOK.FAILED` for every other answer, and for none in time.
 */
export async function postOutside({ url, body, headers, timeoutMs, allowInside }: OutsideRequest): Promise<number> {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (!target || (target.protocol !== 'http:' && target.protocol !== 'https:'))
    throw new ProblemError(422, [{ code: 'WEBHOOK.URL_MALFORMED', message: 'Name a webhook by a URL starting with https:// or http://' }]);
  const pinned = await resolvedAddress(target.hostname, allowInside);
  const request = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const fail = (why: string, cause?: unknown): void =>
      reject(new ProblemError(503, [{ code: 'WEBHOOK.FAILED', message: `${target.host} ${why}` }], { cause }));
    const sent = request(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers, 'content-length': String(Buffer.byteLength(body)) },
      signal: AbortSignal.timeout(timeoutMs),
      agent: false,
      lookup: (_host, options, done) => {
        if (options.all) (done as unknown as (error: null, found: (typeof pinned)[]) => void)(null, [pinned]);
        else done(null, pinned.address, pinned.family);
      },
    });
    sent.on('response', (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) resolve(status);
      else fail(`answered ${status}`);
    });
    sent.on('error', (error) =>
      fail(error.name === 'TimeoutError' ? `did not answer within ${timeoutMs} ms` : `could not be reached: ${error.message}`, error),
    );
    sent.end(body);
  });
}
