import { ProblemError } from '#libs/platform';

/** A question that does not fit into memory is answered with what to do, not with a defect. */
export function refuseTooLarge(error: unknown): never {
  const { message } = error as { readonly message?: unknown };
  if (typeof message !== 'string' || !message.startsWith('Out of Memory Error')) throw error;
  throw new ProblemError(422, [
    {
      code: 'REPORT.TOO_LARGE',
      message:
        'The question needs more memory than reports may use. Ask for a shorter period, fewer dimensions or a filter; a median or a percentile keeps every value of a group, a mean keeps none. Whoever runs the server can give reports more memory',
    },
  ]);
}
