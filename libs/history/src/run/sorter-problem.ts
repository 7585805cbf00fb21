import { tmpdir } from 'node:os';
import { ProblemError, unavailable } from '#libs/platform';

/** What to do about a sort that ran out of room; any other failure is what it was. */
export function sorterProblem(error: unknown): unknown {
  if (error instanceof ProblemError || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code;
  const full = code === 'ENOSPC' || /no space left|max_temp_directory_size|disk quota/i.test(error.message);
  return full
    ? unavailable(
        'IMPORT.DISK_FULL',
        `There is no room left to sort the rows in ${tmpdir()}; make room, or name another folder in TMPDIR, and run the import again`,
        error,
      )
    : error;
}
