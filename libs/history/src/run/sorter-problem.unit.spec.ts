import { invalid, type ProblemError } from '#libs/platform';
import { sorterProblem } from './sorter-problem.js';

describe('a sort that fails', () => {
  it.each([new Error('IO Error: Could not write file: No space left on device'), Object.assign(new Error('write'), { code: 'ENOSPC' })])(
    'says what to do about a full disk (%s)',
    (error) => {
      expect(sorterProblem(error)).toMatchObject({ status: 503, code: 'IMPORT.DISK_FULL' });
      expect((sorterProblem(error) as ProblemError).message).toContain('TMPDIR');
    },
  );

  it('leaves other failures as they are', () => {
    const defect = new Error('out of range');
    const problem = invalid({ code: 'X', message: 'x' });
    expect(sorterProblem(defect)).toBe(defect);
    expect(sorterProblem(problem)).toBe(problem);
  });
});
