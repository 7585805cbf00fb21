import { type ASTNode } from '@marcbachmann/cel-js';
import { parseCel } from './parse-cel.js';
import { type ExpressionProblem, problemAt } from './problems.js';
import { noVocabularies } from './vocabulary.js';

/** Arithmetic over names: `open * win_rate / cycle`; `total.open` is a name too, what it means is the caller's business. Numbers are kept as they were written, so that nothing is lost before it is computed. */
export type Formula =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string; readonly offset: number }
  | {
      readonly kind: 'operation';
      readonly op: '+' | '-' | '*' | '/';
      readonly left: Formula;
      readonly right: Formula;
      readonly offset: number;
    };

type ParsedFormula =
  { readonly formula: Formula; readonly problem: null } | { readonly formula: null; readonly problem: ExpressionProblem };

const WORDS = 'names (alone or after `total.`), numbers, + - * / and parentheses';

/** Reads a formula in the syntax of CEL; whatever is more than arithmetic is a problem. */
export function parseFormula(source: string): ParsedFormula {
  const parsed = parseCel(source, noVocabularies);
  if ('code' in parsed) return { formula: null, problem: parsed };
  let problem: ExpressionProblem | null = null;
  const refuse = (node: ASTNode): Formula => {
    problem ??= problemAt(source, node.start, 'CEL.FORBIDDEN', `A formula has ${WORDS}`);
    return { kind: 'number', text: '0' };
  };
  /** With every digit that is written; as the nearest number only where it is written with an exponent. */
  const decimal = (node: ASTNode): Formula => {
    const written = /^\d+\.\d+$/.exec(source.slice(node.start, node.end))?.[0].replace(/\.?0+$/, '');
    const text = written ?? String(node.args);
    return /^\d+(\.\d+)?$/.test(text) ? { kind: 'number', text } : refuse(node);
  };
  const read = (node: ASTNode): Formula => {
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'bigint') return { kind: 'number', text: String(node.args) };
        return typeof node.args === 'number' ? decimal(node) : refuse(node);
      case 'id':
        return { kind: 'name', name: node.args, offset: node.start };
      case '.': {
        const [of, name] = node.args;
        return of.op === 'id' && of.args === 'total' ? { kind: 'name', name: `total.${name}`, offset: node.start } : refuse(node);
      }
      case '+':
      case '-':
      case '*':
      case '/':
        return { kind: 'operation', op: node.op, left: read(node.args[0]), right: read(node.args[1]), offset: node.start };
      default:
        return refuse(node);
    }
  };
  const formula = read(parsed.ast);
  return problem ? { formula: null, problem } : { formula, problem: null };
}

/** The names that a formula reads, each once, in their order. */
export function namesOf(formula: Formula): readonly string[] {
  if (formula.kind === 'number') return [];
  if (formula.kind === 'name') return [formula.name];
  return [...new Set([...namesOf(formula.left), ...namesOf(formula.right)])];
}

/** The formula as text, with the parentheses that it needs. */
export function formulaText(formula: Formula): string {
  if (formula.kind === 'number') return formula.text;
  if (formula.kind === 'name') return formula.name;
  const { op, left, right } = formula;
  const isSum = (part: Formula): boolean => part.kind === 'operation' && (part.op === '+' || part.op === '-');
  const product = op === '*' || op === '/';
  const inner = (part: Formula, second: boolean): string =>
    (product && isSum(part)) || (second && op !== '+' && part.kind === 'operation' && (product || isSum(part)))
      ? `(${formulaText(part)})`
      : formulaText(part);
  return `${inner(left, false)} ${op} ${inner(right, true)}`;
}
