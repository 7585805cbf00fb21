import { type ASTNode } from '@marcbachmann/cel-js';
import { pathOf } from '../check/check-expression.js';
import { type ExpressionType } from '../check/expression-type.js';
import { durationMs, timestampMs } from '../check/literal-type.js';
import { functions, methods } from '../functions.js';
import { vocabularyCall } from '../check/vocabulary-calls.js';
import { writtenNumber } from '../check/written-number.js';
import { decimalOf } from '../decimal.js';
import { isExact } from '../facts.js';
import { type SqlDialect } from './dialect.js';
import { vocabularyCallSql } from './vocabulary-sql.js';

/** Durations are whole milliseconds. */
const isWhole = (type: ExpressionType): boolean => type === 'int' || type === 'duration';

/** Where a fact stands in the query; for a field of an open record the path to the record is asked, then the field. */
export type ColumnOf = (path: readonly string[]) => string;

/**
 * The same meaning in SQL: an evaluation error is null (three-valued logic has the same tables as CEL's errors), `==` with null is true or false.
 * Durations are milliseconds as bigint; instants are UTC timestamps without zone.
 */
export function toSql(
  root: ASTNode,
  types: ReadonlyMap<ASTNode, ExpressionType>,
  columnOf: ColumnOf,
  dialect: SqlDialect,
  day: string,
): string {
  const typeOf = (node: ASTNode): ExpressionType => types.get(node) ?? 'error';

  /** As the partner in an operator has it: a dyn value by its type, a number that is written out beside a decimal as one. */
  const as = (node: ASTNode, partner: ExpressionType): string => {
    const sql = write(node);
    // An amount is held against the very digits that are written out.
    const digits = isExact(partner) ? decimalOf(writtenNumber(node) ?? '') : null;
    if (digits) return dialect.decimal(digits.toString());
    if (typeOf(node) !== 'dyn') return sql;
    if (partner === 'string') return dialect.jsonText(sql);
    if (partner === 'bool') return dialect.jsonBool(sql);
    return partner === 'int' || partner === 'double' ? dialect.jsonNumber(sql) : sql;
  };
  const scalar = (node: ASTNode): string => (typeOf(node) === 'dyn' ? dialect.jsonScalar(write(node)) : write(node));

  /** SQL that is true where evaluating the node fails, null where it never does. A missing fact is no failure; what is computed from one is. */
  const failure = (node: ASTNode): string | null => {
    if (node.op === 'value' || pathOf(node)) return null;
    // That a vocabulary does not know a value is an answer.
    const asked = vocabularyCall(node);
    if (asked) return failure(asked.value);
    if (node.op !== '?:') return `${write(node)} is null`;
    const condition = as(node.args[0], 'bool');
    return `(case when ${condition} then ${failure(node.args[1]) ?? 'false'} when not ${condition} then ${failure(node.args[2]) ?? 'false'} else true end)`;
  };
  const unlessFailed = (nodes: readonly ASTNode[], sql: string): string => {
    const failures = nodes.map(failure).filter((failed) => failed !== null);
    return failures.length === 0 ? sql : `(case when not (${failures.join(' or ')}) then ${sql} end)`;
  };

  function write(node: ASTNode): string {
    const path = pathOf(node);
    if (path) return columnOf(path);
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'string') return dialect.text(node.args);
        // What a number that is written out would be to the engine is another matter: a decimal, or a whole number of 32 bits.
        if (typeof node.args === 'number') return dialect.double(node.args);
        return typeof node.args === 'bigint' ? `cast(${node.args} as bigint)` : String(node.args);
      case 'call':
      case 'rcall': {
        const asked = vocabularyCall(node);
        if (asked) return vocabularyCallSql(asked.name, scalar(asked.value), asked.vocabulary, day, dialect);
        const name = node.args[0];
        const args = node.op === 'call' ? node.args[1] : [node.args[1], ...node.args[2]];
        const first = args[0];
        if (node.op === 'call' && first?.op === 'value' && typeof first.args === 'string') {
          if (name === 'timestamp') return dialect.timestamp(timestampMs(first.args) ?? 0);
          if (name === 'duration') return String(durationMs(first.args) ?? 0);
        }
        const known = (node.op === 'call' ? functions : methods)[name]!;
        const wanted = node.op === 'call' ? known.args : [known.receiver ?? 'dyn', ...known.args];
        return known.sql(
          args.map((arg, index) => as(arg, wanted[index] ?? 'dyn')),
          dialect,
          args.map(typeOf),
        );
      }
      case '!_':
        return `(not ${as(node.args, 'bool')})`;
      case '-_':
        return isWhole(typeOf(node)) ? dialect.whole('0', '-', write(node.args)) : `(- ${write(node.args)})`;
      case '&&':
        return `(${as(node.args[0], 'bool')} and ${as(node.args[1], 'bool')})`;
      case '||':
        return `(${as(node.args[0], 'bool')} or ${as(node.args[1], 'bool')})`;
      case '?:': {
        const condition = as(node.args[0], 'bool');
        return `(case when ${condition} then ${as(node.args[1], typeOf(node))} when not ${condition} then ${as(node.args[2], typeOf(node))} end)`;
      }
      case 'in': {
        const [member, list] = node.args;
        const items = list.op === 'list' ? list.args : [];
        const found = items.map((item) => dialect.same(as(member, typeOf(item)), as(item, typeOf(member)))).join(' or ');
        return unlessFailed([member], items.length === 0 ? 'false' : `(${found})`);
      }
      case '==':
      case '!=': {
        const [a, b] = node.args;
        const same = dialect.same(as(a, typeOf(b)), as(b, typeOf(a)));
        return unlessFailed([a, b], node.op === '==' ? same : `(not ${same})`);
      }
      case '/':
        // CEL divides whole numbers to whole numbers, towards zero.
        return typeOf(node) === 'int'
          ? dialect.quotient(write(node.args[0]), write(node.args[1]))
          : `(${write(node.args[0])} / ${write(node.args[1])})`;
      case '+':
      case '-':
      case '*': {
        if (typeOf(node) === 'string') return `(${write(node.args[0])} || ${write(node.args[1])})`;
        const [a, b] = [as(node.args[0], typeOf(node.args[1])), as(node.args[1], typeOf(node.args[0]))];
        return isWhole(typeOf(node)) ? dialect.whole(a, node.op, b) : `(${a} ${node.op} ${b})`;
      }
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '%':
        return `(${as(node.args[0], typeOf(node.args[1]))} ${node.op} ${as(node.args[1], typeOf(node.args[0]))})`;
      default:
        throw new Error(`Unchecked expression node ${node.op}`);
    }
  }
  return write(root);
}
