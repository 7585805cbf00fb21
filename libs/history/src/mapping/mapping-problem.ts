import { ProblemError, type Violation } from '#libs/platform';

/** One thing that is wrong with a mapping; `line` and `column` count from 1 in the YAML file. */
export interface MappingProblem {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The known name nearest to an unknown one. */
  readonly nearest?: string;
}

const violationOf = (problem: MappingProblem): Violation => ({
  code: problem.code,
  message: `line ${problem.line}, column ${problem.column}: ${problem.message}`,
  path: `line ${problem.line}, column ${problem.column}`,
  detail: { line: problem.line, column: problem.column, ...(problem.nearest !== undefined && { nearest: problem.nearest }) },
});

/** All problems of a mapping as one refusal. */
export function mappingRefused(problems: readonly MappingProblem[]): ProblemError {
  return new ProblemError(422, problems.map(violationOf) as unknown as [Violation, ...Violation[]]);
}
