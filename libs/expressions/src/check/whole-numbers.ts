import { type ASTNode } from '@marcbachmann/cel-js';
import { type ExpressionProblem, problemAt } from '../problems.js';

const LARGEST = 2n ** 63n - 1n;

/** Whole numbers that are written out and do not fit into 64 bits, of all nodes of an expression. */
export const wholeProblems = (source: string, nodes: Iterable<ASTNode>): ExpressionProblem[] =>
  [...nodes].flatMap(({ op, args, start }) =>
    op === 'value' && typeof args === 'bigint' && args > LARGEST
      ? [problemAt(source, start, 'CEL.TYPE', `A whole number has 64 bits; ${args} is beyond ${LARGEST}: write one that is not`)]
      : [],
  );
