/** The part of autocannon that is used here; the package brings no types. */
declare module 'autocannon' {
  interface Request {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    /** Asked before each request: what it changes is sent. */
    readonly setupRequest: (request: object) => object;
  }
  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Requests in all. */
    readonly amount: number;
    readonly requests: readonly Request[];
  }
  interface Result {
    readonly '2xx': number;
    readonly non2xx: number;
    readonly errors: number;
    readonly timeouts: number;
  }
  interface Run extends PromiseLike<Result> {
    on(name: 'response', listener: (client: unknown, status: number, bytes: number, responseMs: number) => void): this;
  }
  export default function autocannon(options: Options): Run;
}
