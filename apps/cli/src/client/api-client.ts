import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { newId, ProblemError, unavailable, type Violation } from '#libs/platform';

export type Query = Readonly<Record<string, string | undefined>>;

/**
 * The API as the command line sees it. Refusals of the server come out as the `ProblemError` they were on the other side.
 * Errors of its own: `CLI.SERVER_UNREACHABLE` (503), `CLI.NO_TOKEN` (401), `CLI.NOT_LEADLEDGER` (503) where something else answers.
 */
export class ApiClient {
  /** The token of the last command that was accepted. */
  lastToken: string | null = null;
  /** Where the last list goes on: the `--after` of its next page; null: it is whole. */
  next: string | null = null;

  constructor(
    readonly url: string,
    private readonly token: () => Promise<string | null>,
  ) {}

  /** With `waitFor`, the token of a command, the answer has seen that command; or it is `READ.TIMED_OUT` (504). */
  async get<T>(path: string, query: Query = {}, waitFor?: string): Promise<T> {
    const response = await this.send('GET', path, query, 'application/json', undefined, undefined, waitFor);
    return (await response.json()) as T;
  }

  async post<T>(path: string, body: unknown, idempotencyKey: string = newId()): Promise<T> {
    const response = await this.send('POST', path, {}, 'application/json', body, idempotencyKey);
    const text = await response.text();
    const answer = (text ? JSON.parse(text) : null) as { readonly token?: unknown } | null;
    if (typeof answer?.token === 'string') this.lastToken = answer.token;
    return answer as T;
  }

  /** An answer in another form than JSON, whole. */
  async file(path: string, body: unknown, accept: string): Promise<Buffer> {
    const response = await this.send('POST', path, {}, accept, body, newId());
    return Buffer.from(await response.arrayBuffer());
  }

  /** An answer as it is and as it comes, however long. What is refused is thrown before the first byte. */
  async bytes(path: string, body: unknown, accept: string): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.send('POST', path, {}, accept, body, newId());
    return response.body ? Readable.fromWeb(response.body as never) : Readable.from([]);
  }

  /** A long list, item by item, however long it is. */
  async *lines<T>(path: string, query: Query = {}, body?: unknown): AsyncGenerator<T> {
    const response = await this.send(body === undefined ? 'GET' : 'POST', path, query, 'application/x-ndjson', body, newId());
    this.next = response.headers.get('x-next');
    if (!response.body) return;
    if (!response.headers.get('content-type')?.includes('ndjson')) {
      const whole = (await response.json()) as { items?: T[]; next?: string | null } | T[];
      if (!Array.isArray(whole)) this.next = whole.next ?? null;
      yield* Array.isArray(whole) ? whole : (whole.items ?? []);
      return;
    }
    for await (const line of createInterface({ input: Readable.fromWeb(response.body as never), crlfDelay: Infinity })) {
      if (line) yield JSON.parse(line) as T;
    }
  }

  private async send(
    method: string,
    path: string,
    query: Query,
    accept: string,
    body?: unknown,
    key?: string,
    waitFor?: string,
  ): Promise<Response> {
    const url = new URL(`${this.url}${path}`);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const token = await this.token();
    const headers: Record<string, string> = {
      accept: `${accept}, application/problem+json`,
      ...(token !== null && { authorization: `Bearer ${token}` }),
    };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (method === 'POST' && key !== undefined) headers['idempotency-key'] = key;
    if (waitFor !== undefined) headers['wait-for'] = waitFor;
    let response: Response;
    try {
      response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    } catch (error) {
      throw unreachable(this.url, error);
    }
    if (response.ok) return response;
    if (response.status === 401 && token === null) throw noToken(this.url);
    throw await problemOf(response, this.url);
  }
}

function unreachable(url: string, error: unknown): ProblemError {
  const cause = (error as { cause?: NodeJS.ErrnoException }).cause;
  const why = cause?.code === 'ECONNREFUSED' ? 'nothing listens there' : (cause?.message ?? (error as Error).message);
  return unavailable(
    'CLI.SERVER_UNREACHABLE',
    `No LeadLedger server answers at ${url} (${why}). Start one with "leadledger serve", or name a running one with --url or LEADLEDGER_URL`,
    error,
  );
}

const noToken = (url: string): ProblemError =>
  new ProblemError(401, [
    {
      code: 'CLI.NO_TOKEN',
      message: `The server at ${url} wants a token: set LEADLEDGER_TOKEN to one it accepts, or name its data folder with --data where it is on this machine`,
    },
  ]);

async function problemOf(response: Response, url: string): Promise<ProblemError> {
  const text = await response.text();
  const body = parse(text);
  const violations = body?.violations?.filter((violation) => typeof violation.code === 'string');
  const [first, ...rest] = violations ?? [];
  if (first) return new ProblemError(response.status, [first, ...rest]);
  if (body?.code) return new ProblemError(response.status, [{ code: body.code, message: body.detail ?? body.title ?? body.code }]);
  const start = text.slice(0, 200).trim();
  return unavailable(
    'CLI.NOT_LEADLEDGER',
    `${url} answered ${response.status} without a problem document; is it a LeadLedger server? ${start}`,
  );
}

interface ProblemBody {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly violations?: readonly Violation[];
}

function parse(text: string): ProblemBody | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : null;
  } catch {
    return null;
  }
}
