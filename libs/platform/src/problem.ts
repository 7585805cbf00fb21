/** One thing that is wrong with a request: what it is, where, and what to do about it. */
export interface Violation {
  readonly code: string;
  readonly message: string;
  /** JSON-pointer-like path or `column 3`, where the violation has a place. */
  readonly path?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** RFC 9457 problem details with our stable `code` and every violation at once. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly violations: readonly Violation[];
}

/**
 * An expected failure on its way to the caller: bad input, conflict, not found, unavailable. Anything else that is thrown is a defect.
 * The first violation gives the problem its code; `status` is the HTTP status, and the command line exits 1 with it.
 */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly violations: readonly [Violation, ...Violation[]],
    options?: ErrorOptions,
  ) {
    super(violations.map((violation) => violation.message).join('; '), options);
    this.name = 'ProblemError';
  }

  get code(): string {
    return this.violations[0].code;
  }

  toProblem(): Problem {
    return {
      type: `https://leadledger.dev/problems/${this.code.toLowerCase().replaceAll('.', '/')}`,
      title: titles[this.status] ?? 'Failed',
      status: this.status,
      code: this.code,
      detail: this.message,
      violations: this.violations,
    };
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not permitted',
  404: 'Not found',
  409: 'Conflict',
  412: 'Changed meanwhile',
  422: 'Refused',
  429: 'Too many requests',
  500: 'Defect',
  503: 'Unavailable',
  504: 'Timed out',
};

export const invalid = (...violations: readonly [Violation, ...Violation[]]): ProblemError => new ProblemError(422, violations);
export const badRequest = (...violations: readonly [Violation, ...Violation[]]): ProblemError => new ProblemError(400, violations);
export const notFound = (code: string, message: string): ProblemError => new ProblemError(404, [{ code, message }]);
export const conflict = (code: string, message: string, detail?: Readonly<Record<string, unknown>>): ProblemError =>
  new ProblemError(409, [{ code, message, ...(detail && { detail }) }]);
export const unavailable = (code: string, message: string, cause?: unknown): ProblemError =>
  new ProblemError(503, [{ code, message }], { cause });
