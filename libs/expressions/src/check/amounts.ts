import { type ASTNode } from '@marcbachmann/cel-js';
import { decimalOf } from '../decimal.js';
import { isExact } from '../facts.js';
import { type ExpressionProblem, problemAt } from '../problems.js';
import { pathOf } from './check-expression.js';
import { type ExpressionType } from './expression-type.js';
import { writtenNumber } from './written-number.js';

/** The one currency that a fact has, by the fact: `currency` or `win.currency`. */
export type Currencies = ReadonlyMap<string, string>;

const together = (...all: readonly Currencies[]): Currencies => new Map(all.flatMap((each) => [...each]));
const none: Currencies = new Map();

/** What texts are where a condition has this answer: `currency == "EUR"`, however deep among `&&`, `||` and `!` it stands. */
export function fixedBy(node: ASTNode, answer = true): Currencies {
  switch (node.op) {
    case '!_':
      return fixedBy(node.args, !answer);
    case '&&':
    case '||':
      return (node.op === '&&') === answer ? together(...node.args.map((part) => fixedBy(part, answer))) : none;
    case '==':
    case '!=': {
      if ((node.op === '==') !== answer) return none;
      const [fact, text] = pathOf(node.args[0]) ? node.args : [node.args[1], node.args[0]];
      return said(fact, text);
    }
    case 'in': {
      const [fact, list] = node.args;
      return answer && list.op === 'list' && list.args.length === 1 ? said(fact, list.args[0]!) : none;
    }
    default:
      return none;
  }
}

function said(fact: ASTNode, text: ASTNode): Currencies {
  const path = pathOf(fact);
  return path && text.op === 'value' && typeof text.args === 'string' ? new Map([[path.join('.'), text.args]]) : none;
}

const UNKNOWN = '?';

/**
 * Where an amount meets what it has nothing in common with: an amount of another currency, or a number while its currency could be any. `fixed` is known
 * besides. Zero is zero in every currency. A plain decimal has no currency; it meets numbers that are written out.
 */
export function amountProblems(
  source: string,
  root: ASTNode,
  types: ReadonlyMap<ASTNode, ExpressionType>,
  fixed: Currencies,
): readonly ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  const typeOf = (node: ASTNode): ExpressionType => types.get(node) ?? 'error';
  const refuse = (node: ASTNode, message: string): void => {
    problems.push(problemAt(source, node.start, 'CEL.CURRENCY', message));
  };

  /** The currencies that the amounts in a node can have; one that is not known stands as its fact after a mark. */
  function currenciesOf(node: ASTNode, known: Currencies): ReadonlySet<string> {
    const path = pathOf(node);
    if (path) {
      const currency = [...path.slice(0, -1), 'currency'].join('.');
      return new Set([known.get(currency) ?? UNKNOWN + currency]);
    }
    if (node.op === '?:') {
      const [condition, yes, no] = node.args;
      return new Set([
        ...currenciesOf(yes, together(known, fixedBy(condition))),
        ...currenciesOf(no, together(known, fixedBy(condition, false))),
      ]);
    }
    if (node.op === '-_') return currenciesOf(node.args, known);
    return node.op === '+' || node.op === '-'
      ? new Set([...currenciesOf(node.args[0], known), ...currenciesOf(node.args[1], known)])
      : new Set();
  }

  function becomesNumber(node: ASTNode, amount: ASTNode, known: Currencies, what: string): void {
    if (typeOf(amount) !== 'money') return;
    const [one, other] = [...currenciesOf(amount, known)];
    if (other !== undefined) return refuse(node, `${what}, and could be in several currencies: make a condition for each`);
    if (one?.startsWith(UNKNOWN))
      refuse(
        node,
        `${what}, and could be in any currency. Say which: \`${one.slice(1)} == "EUR" && …\`, or let the definition convert it (\`convert\`)`,
      );
  }

  function meet(node: ASTNode, [left, right]: readonly [ASTNode, ASTNode], known: Currencies): void {
    const [a, b] = [typeOf(left), typeOf(right)];
    if (!isExact(a) && !isExact(b)) return;
    if (a === b) {
      const met = new Set([...currenciesOf(left, known), ...currenciesOf(right, known)]);
      if (a === 'money' && met.size > 1)
        refuse(node, 'These amounts could be in different currencies: let conditions say that they are in one');
      return;
    }
    const [exact, other] = isExact(a) ? [left, right] : [right, left];
    if (typeOf(other) === 'null') return;
    const digits = writtenNumber(other);
    const noun = typeOf(exact) === 'money' ? 'An amount' : 'A decimal';
    if (digits === null) return refuse(node, `${noun} is compared with what is none: write the number out, as in \`> 100\``);
    const written = source.slice(other.start, other.end).replaceAll(' ', '').toLowerCase();
    if (!decimalOf(digits) || (digits.includes('.') && decimalOf(written)?.units !== decimalOf(digits)?.units))
      return refuse(other, `${noun} has at most 24 digits before the point and 14 behind it, and a number with a point 15 in all`);
    if (Number(digits) !== 0) becomesNumber(node, exact, known, 'An amount is compared with a number');
  }

  function walk(node: ASTNode, known: Currencies): void {
    switch (node.op) {
      case '&&':
      case '||': {
        // A part says nothing where another part has decided.
        const [left, right] = node.args;
        walk(left, together(known, fixedBy(right, node.op === '&&')));
        return walk(right, together(known, fixedBy(left, node.op === '&&')));
      }
      case '?:': {
        const [condition, yes, no] = node.args;
        walk(condition, known);
        walk(yes, together(known, fixedBy(condition)));
        return walk(no, together(known, fixedBy(condition, false)));
      }
      case '!_':
      case '-_':
        return walk(node.args, known);
      case 'call':
      case 'rcall': {
        const args = node.op === 'call' ? node.args[1] : [node.args[1], ...node.args[2]];
        for (const arg of args) {
          becomesNumber(node, arg, known, 'An amount becomes a plain value here');
          walk(arg, known);
        }
        return;
      }
      case 'in': {
        const [member, list] = node.args;
        if (isExact(typeOf(member))) refuse(node, 'An amount is compared one by one: `amount == 100 || amount == 200`');
        walk(member, known);
        return list.op === 'list' ? undefined : walk(list, known);
      }
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        meet(node, node.args, known);
        walk(node.args[0], known);
        return walk(node.args[1], known);
      default:
        return;
    }
  }

  walk(root, fixed);
  return problems;
}
