import { type ASTNode } from '@marcbachmann/cel-js';
import { pathOf } from './check-expression.js';
import { type ExpressionType } from './expression-type.js';
import { vocabularyCall } from './vocabulary-calls.js';

/** Whether a fact has a value in every row. */
export type IsKnown = (path: readonly string[]) => boolean;

/** Whether evaluating an expression can fail on some row. True where it is not certain: calls and arithmetic are not looked into. */
export function mayBeUnknown(root: ASTNode, types: ReadonlyMap<ASTNode, ExpressionType>, isKnown: IsKnown): boolean {
  // What is missing can be compared with: only what was computed from it cannot.
  const fails = (node: ASTNode): boolean => {
    if (node.op === 'value' || pathOf(node)) return false;
    const asked = vocabularyCall(node);
    return asked ? fails(asked.value) : isUnknown(node);
  };
  function isUnknown(node: ASTNode): boolean {
    if (types.get(node) === 'dyn') return true;
    const path = pathOf(node);
    if (path) return !isKnown(path);
    switch (node.op) {
      case 'value':
        return node.args === null;
      case '!_':
        return isUnknown(node.args);
      case '&&':
      case '||':
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '?:':
        return node.args.some(isUnknown);
      case '==':
      case '!=':
        return node.args.some(fails);
      case 'in':
        return fails(node.args[0]);
      default:
        return true;
    }
  }
  return isUnknown(root);
}
