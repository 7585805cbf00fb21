import { type ASTNode } from '@marcbachmann/cel-js';
import { type FactDeclaration, type FactSchema, type FactType, isRecord } from '../facts.js';
import { functions, methods } from '../functions.js';
import { nearestName } from '../nearest-name.js';
import { type ExpressionProblem, problemAt } from '../problems.js';
import { type ExpressionType } from './expression-type.js';
import { literalType } from './literal-type.js';
import { comparable, sumOf } from './operator-types.js';
import { isVocabularyFunction, valueProblem, vocabularyFunctions, vocabularyOf } from './vocabulary-calls.js';
import { type CelVocabulary, type Vocabularies } from '../vocabulary.js';

export interface Checked {
  readonly type: ExpressionType;
  readonly types: ReadonlyMap<ASTNode, ExpressionType>;
  /** Paths of the facts that are read, each once. */
  readonly references: readonly (readonly string[])[];
  /** The vocabularies that are called, each once. */
  readonly vocabularies: readonly CelVocabulary[];
  /** Texts that are compared with a fact, each at its place (characters). */
  readonly writtenOut: readonly WrittenOut[];
  readonly problems: readonly ExpressionProblem[];
}

export interface WrittenOut {
  readonly path: readonly string[];
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The fact a node names: `a`, `a.b` or `a["b"]`; null for anything else. */
export function pathOf(node: ASTNode): readonly string[] | null {
  if (node.op === 'id') return [node.args];
  if (node.op === '.') {
    const base = pathOf(node.args[0]);
    return base && [...base, node.args[1]];
  }
  if (node.op === '[]') {
    const [target, key] = node.args;
    const base = pathOf(target);
    return base && key.op === 'value' && typeof key.args === 'string' ? [...base, key.args] : null;
  }
  return null;
}

/** Types every node against the facts and finds every problem, not the first. */
export function checkExpression(source: string, root: ASTNode, schema: FactSchema, vocabularies: Vocabularies): Checked {
  const problems: ExpressionProblem[] = [];
  const types = new Map<ASTNode, ExpressionType>();
  const references = new Map<string, readonly string[]>();
  const used = new Map<string, CelVocabulary>();
  const writtenOut: WrittenOut[] = [];
  const refuse = (node: ASTNode, code: ExpressionProblem['code'], message: string, nearest?: string): 'error' => {
    problems.push(problemAt(source, node.start, code, message, nearest));
    return 'error';
  };

  function nameType(node: ASTNode, path: readonly string[]): ExpressionType {
    let declaration: FactDeclaration = { fields: schema };
    for (const [depth, name] of path.entries()) {
      if (!isRecord(declaration))
        return refuse(node, 'CEL.TYPE', `${path.slice(0, depth).join('.')} is a ${declaration} and has no field ${name}`);
      const next: FactDeclaration | undefined = Object.hasOwn(declaration.fields, name) ? declaration.fields[name] : declaration.open;
      if (next === undefined) {
        const known = Object.keys(declaration.fields);
        const nearest = nearestName(name, known);
        const where = depth === 0 ? 'There is no fact' : `${path.slice(0, depth).join('.')} has no field`;
        const hint = nearest === undefined ? `; known: ${known.slice(0, 40).join(', ')}` : `; did you mean ${nearest}?`;
        return refuse(node, 'CEL.UNKNOWN_NAME', `${where} ${name}${hint}`, nearest);
      }
      declaration = next;
    }
    if (isRecord(declaration)) return 'record';
    references.set(path.join('\u001f'), path);
    return declaration;
  }

  const expect = (node: ASTNode, wanted: FactType): void => {
    const type = typeOf(node);
    if (type === 'error' || type === wanted || (type === 'dyn' && wanted !== 'duration' && wanted !== 'timestamp')) return;
    if (wanted === 'dyn' && type !== 'list' && type !== 'record' && type !== 'null') return;
    refuse(node, 'CEL.TYPE', `Expected a ${wanted} here, this is a ${type}`);
  };

  function callType(node: ASTNode & { op: 'call' | 'rcall' }): ExpressionType {
    const name = node.args[0];
    const args = node.op === 'call' ? node.args[1] : node.args[2];
    if (name === 'matches')
      return refuse(
        node,
        'CEL.FORBIDDEN',
        'matches is not allowed (a regular expression can stop the server); use contains, startsWith or endsWith',
      );
    if (name === 'has') return refuse(node, 'CEL.FORBIDDEN', 'Write `fact != null` instead of has(fact)');
    if (node.op === 'call' && (name === 'timestamp' || name === 'duration')) {
      const argument = args[0];
      if (args.length !== 1 || argument?.op !== 'value' || typeof argument.args !== 'string')
        return refuse(
          node,
          'CEL.TYPE',
          `${name}("…") takes one text written out, for example ${name === 'timestamp' ? '"2026-03-01T00:00:00Z"' : '"36h"'}`,
        );
      return literalType(name, argument.args) ? name : refuse(argument, 'CEL.TYPE', `"${argument.args}" is not a ${name}`);
    }
    if (node.op === 'call' && isVocabularyFunction(name)) return vocabularyType(node, name, args);
    const table = node.op === 'call' ? functions : methods;
    const known = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!known) {
      const names = [...Object.keys(table), ...(node.op === 'call' ? Object.keys(vocabularyFunctions) : [])];
      const nearest = nearestName(name, names);
      return refuse(
        node,
        'CEL.UNKNOWN_NAME',
        `There is no function ${name}${nearest ? `; did you mean ${nearest}?` : `; known: ${names.join(', ')}`}`,
        nearest,
      );
    }
    if (node.op === 'rcall') expect(node.args[1], known.receiver ?? 'dyn');
    if (args.length !== known.args.length)
      return refuse(node, 'CEL.TYPE', `${name} takes ${known.args.length} argument(s), not ${args.length}`);
    args.forEach((argument, index) => expect(argument, known.args[index] ?? 'dyn'));
    return known.returns;
  }

  /** `code(attributes.state, "us_states")`: the vocabulary is written out, so that it is known which one. */
  function vocabularyType(node: ASTNode, name: keyof typeof vocabularyFunctions, args: readonly ASTNode[]): ExpressionType {
    const [value, named] = args;
    if (args.length !== 2 || !value || named?.op !== 'value' || typeof named.args !== 'string')
      return refuse(node, 'CEL.TYPE', `${name}(fact, "vocabulary") takes a text and the name of a vocabulary, written out`);
    expect(value, 'dyn');
    const vocabulary = vocabularies.get(named.args);
    if (!vocabulary) {
      const nearest = nearestName(named.args, vocabularies.names);
      const hint = nearest ? `; did you mean ${nearest}?` : `; known: ${vocabularies.names.slice(0, 40).join(', ') || 'none'}`;
      return refuse(named, 'CEL.UNKNOWN_VOCABULARY', `There is no vocabulary ${named.args}${hint}`, nearest);
    }
    used.set(vocabulary.name, vocabulary);
    return vocabularyFunctions[name];
  }

  /** A value written out beside something that has a vocabulary must be one of it. */
  function checkValues(node: ASTNode, literals: readonly ASTNode[]): void {
    const { judge } = vocabularies;
    const path = pathOf(node);
    if (path)
      for (const { op, args, start, end } of literals)
        if (op === 'value' && typeof args === 'string') writtenOut.push({ path, text: args, start, end });
    const vocabulary = path ? judge?.boundTo?.(path) : vocabularyOf(node, vocabularies);
    if (!judge || !vocabulary) return;
    for (const literal of literals) {
      const problem = valueProblem(node, literal, vocabulary, judge);
      if (problem) refuse(literal, problem.code, problem.message, problem.nearest);
    }
  }

  function binaryType(node: ASTNode, op: string, left: ASTNode, right: ASTNode): ExpressionType {
    if (op === 'in') {
      const member = typeOf(left);
      if (right.op !== 'list') return refuse(right, 'CEL.TYPE', 'Write the values of `in` out as a list: x in ["a", "b"]');
      for (const item of right.args) {
        const type = typeOf(item);
        if (item.op !== 'value') refuse(item, 'CEL.TYPE', 'A list holds written-out values only');
        else if (!comparable(member, type)) refuse(item, 'CEL.TYPE', `A ${member} is never equal to a ${type}`);
      }
      checkValues(left, right.args);
      return 'bool';
    }
    const [a, b] = [typeOf(left), typeOf(right)];
    if (a === 'error' || b === 'error') return ['+', '-', '*', '/', '%'].includes(op) ? 'error' : 'bool';
    if (op === '==' || op === '!=') {
      if (!comparable(a, b)) return refuse(node, 'CEL.TYPE', `A ${a} cannot be compared with a ${b}`);
      checkValues(left, [right]);
      checkValues(right, [left]);
      return 'bool';
    }
    if (['<', '<=', '>', '>='].includes(op)) {
      const ordered =
        comparable(a, b) && ![a, b].some((type) => type === 'null' || type === 'bool' || type === 'list') && !(a === 'dyn' && b === 'dyn');
      return ordered ? 'bool' : refuse(node, 'CEL.TYPE', `${op} does not order a ${a} and a ${b}`);
    }
    if (op === '/' || op === '%') {
      const divisor = right.op === 'value' ? Number(right.args) : 0;
      if (!divisor)
        return refuse(
          node,
          'CEL.DIVISION',
          `Divide by a number that is written out and not 0; for a quotient of two facts use the measure ratio`,
        );
    }
    return (
      sumOf(op, a, b) ??
      refuse(node, 'CEL.TYPE', `${a} ${op} ${b} has no meaning${[a, b].includes('money') ? '; money and plain numbers are not mixed' : ''}`)
    );
  }

  function computeType(node: ASTNode): ExpressionType {
    const path = pathOf(node);
    if (path) return nameType(node, path);
    switch (node.op) {
      case 'value':
        if (node.args === null) return 'null';
        if (typeof node.args === 'bigint') return 'int';
        if (typeof node.args === 'number') return 'double';
        if (typeof node.args === 'string') return 'string';
        return typeof node.args === 'boolean' ? 'bool' : refuse(node, 'CEL.TYPE', 'Bytes and unsigned numbers are not used here');
      case 'call':
      case 'rcall':
        return callType(node);
      case '!_':
        expect(node.args, 'bool');
        return 'bool';
      case '-_': {
        const type = typeOf(node.args);
        return ['int', 'double', 'decimal', 'money', 'duration', 'error'].includes(type)
          ? type
          : refuse(node, 'CEL.TYPE', `A ${type} has no negative`);
      }
      case '&&':
      case '||':
        node.args.forEach((part) => expect(part, 'bool'));
        return 'bool';
      case '?:': {
        expect(node.args[0], 'bool');
        const [yes, no] = [typeOf(node.args[1]), typeOf(node.args[2])];
        if (yes === 'null') return no;
        if (no === 'null' || yes === no || no === 'error') return yes;
        if (comparable(yes, no) && (yes === 'dyn' || no === 'dyn')) return yes === 'dyn' ? no : yes;
        return refuse(node, 'CEL.TYPE', `Both branches must have one type, not ${yes} and ${no}`);
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
      case 'in':
        return binaryType(node, node.op, node.args[0], node.args[1]);
      default:
        return refuse(
          node,
          'CEL.FORBIDDEN',
          `${node.op} is not part of this language; facts, comparisons, && || ! ?: in + - * / % and the documented functions are`,
        );
    }
  }

  function typeOf(node: ASTNode): ExpressionType {
    const seen = types.get(node);
    if (seen) return seen;
    const type = computeType(node);
    types.set(node, type);
    return type;
  }

  const type = typeOf(root);
  return { type, types, references: [...references.values()], vocabularies: [...used.values()], writtenOut, problems };
}
