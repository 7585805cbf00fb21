/** One thing that is wrong with an expression; `line` and `column` count from 1 within its source, `offset` from 0. */
export interface ExpressionProblem {
  readonly code:
    | 'CEL.SYNTAX'
    | 'CEL.UNKNOWN_NAME'
    | 'CEL.UNKNOWN_VOCABULARY'
    | 'CEL.UNKNOWN_VALUE'
    | 'CEL.RETIRED_VALUE'
    | 'CEL.TYPE'
    | 'CEL.CURRENCY'
    | 'CEL.FORBIDDEN'
    | 'CEL.DIVISION'
    | 'CEL.TOO_LARGE';
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** The known name nearest to an unknown one. */
  readonly nearest?: string;
}

function placeOf(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}

export const problemAt = (
  source: string,
  offset: number,
  code: ExpressionProblem['code'],
  message: string,
  nearest?: string,
): ExpressionProblem => ({ code, message, offset, ...placeOf(source, offset), ...(nearest !== undefined && { nearest }) });
