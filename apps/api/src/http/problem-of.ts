import { HttpException } from '@nestjs/common';
import { type Problem, ProblemError } from '#libs/platform';

/** What the caller is told, and whether it is our fault (logged, alarmed) or an expected failure. */
export interface Mapped {
  readonly problem: Problem;
  readonly defect: boolean;
}

const expected = (status: number, code: string, message: string): Mapped => ({
  problem: new ProblemError(status, [{ code, message }]).toProblem(),
  defect: false,
});

/** Failures of the transport, by the code Fastify gives them. */
const transport: Readonly<Record<string, (error: Error) => Mapped>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    expected(415, 'HTTP.UNSUPPORTED_CONTENT_TYPE', 'Send the body as JSON with the header content-type: application/json'),
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    expected(413, 'HTTP.BODY_TOO_LARGE', 'The body is larger than this endpoint takes; send it in smaller requests'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => expected(400, 'HTTP.MALFORMED_JSON', 'The body is empty; send a JSON object, {} at least'),
  FST_ERR_CTP_INVALID_JSON_BODY: (error) => malformedJson(error),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => expected(400, 'HTTP.CONTENT_LENGTH', 'The body is not as long as content-length says'),
  FST_ERR_BAD_URL: () => expected(400, 'HTTP.MALFORMED_URL', 'The address is not a valid URL; percent-encode its parts'),
};

const malformedJson = (error: Error): Mapped => expected(400, 'HTTP.MALFORMED_JSON', `The body is not valid JSON: ${error.message}`);

const DEFECT: Mapped = {
  problem: new ProblemError(500, [
    { code: 'DEFECT', message: 'Something is wrong in LeadLedger itself. Nothing was half done; the request id leads to the log entry' },
  ]).toProblem(),
  defect: true,
};

/** Total: whatever was thrown has exactly one problem. */
export function problemOf(error: unknown): Mapped {
  if (error instanceof ProblemError) return { problem: error.toProblem(), defect: false };
  if (!(error instanceof Error)) return DEFECT;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = transport[code];
  if (known) return known(error);
  if (error instanceof SyntaxError && 'statusCode' in error) return malformedJson(error);
  if (error instanceof HttpException) return ofHttpException(error);
  return DEFECT;
}

/** Nest wraps what Fastify throws; the cause, or else the status, says what it was. */
function ofHttpException(error: HttpException): Mapped {
  const cause = error.cause;
  if (cause instanceof Error && cause !== error) {
    const mapped = problemOf(cause);
    if (!mapped.defect) return mapped;
  }
  const status = error.getStatus();
  switch (status) {
    case 400:
      return expected(400, 'HTTP.BAD_REQUEST', error.message);
    case 404:
      return expected(404, 'HTTP.NO_SUCH_ROUTE', `${error.message}; /docs lists every endpoint`);
    case 413:
      return expected(413, 'HTTP.BODY_TOO_LARGE', error.message);
    case 415:
      return expected(415, 'HTTP.UNSUPPORTED_CONTENT_TYPE', error.message);
    default:
      return status < 500 ? expected(status, 'HTTP.REFUSED', error.message) : DEFECT;
  }
}
