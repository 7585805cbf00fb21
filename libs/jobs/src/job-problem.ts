import { UnrecoverableError } from 'bullmq';
import { type Problem, ProblemError } from '#libs/platform';

type Kept = Pick<Problem, 'code' | 'detail'>;

/** What BullMQ keeps of a failure is one text: the problem as JSON. One that trying again cannot mend ends the job at once. */
export function asFailure(error: unknown): Error {
  const kept: Kept =
    error instanceof ProblemError
      ? { code: error.code, detail: error.message }
      : {
          code: 'JOB.DEFECT',
          detail: `The job failed by a defect; the log of the worker says more (${error instanceof Error ? error.name : typeof error})`,
        };
  const text = JSON.stringify(kept);
  return error instanceof ProblemError && error.status < 500 ? new UnrecoverableError(text) : new Error(text, { cause: error });
}

export function problemOf(failedReason: string | undefined): Kept {
  try {
    return JSON.parse(failedReason ?? '') as Kept;
  } catch {
    // BullMQ's own reasons are plain text, e.g. that a job lost its worker too often.
    return { code: 'JOB.FAILED', detail: failedReason ?? 'The job failed' };
  }
}
