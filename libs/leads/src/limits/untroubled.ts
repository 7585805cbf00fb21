import { ProblemError } from '#libs/platform';

/** The lead is as it should be; a return that cannot be posted now is posted by the reconciler. */
export async function untroubled(returning: Promise<void>): Promise<void> {
  try {
    await returning;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status < 500) throw error;
  }
}
