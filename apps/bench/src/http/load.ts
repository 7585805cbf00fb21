import autocannon from 'autocannon';
import { type Round } from '../harness/benchmark.js';

export interface Load {
  readonly url: string;
  readonly token: string;
  readonly amount: number;
  /** Of the request with this number. */
  readonly path: (number: number) => string;
  readonly body: (number: number) => object;
}

export const CONNECTIONS = 64;

/** POST requests over 64 connections, each with the next one as soon as it is answered. The generator runs in this process. */
export async function load({ url, token, amount, path, body }: Load): Promise<Round> {
  const latenciesMs: number[] = [];
  let number = 0;
  const start = performance.now();
  const run = autocannon({
    url,
    connections: Math.min(CONNECTIONS, amount),
    amount,
    requests: [
      {
        method: 'POST',
        path: '/',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        setupRequest: (request) => {
          const next = number++;
          return { ...request, path: path(next), body: JSON.stringify(body(next)) };
        },
      },
    ],
  });
  run.on('response', (_client, status, _bytes, responseMs) => {
    if (status < 300) latenciesMs.push(responseMs);
  });
  const result = await run;
  const errors = result.non2xx + result.errors + result.timeouts;
  return { operations: result['2xx'], seconds: (performance.now() - start) / 1_000, latenciesMs, errors };
}
