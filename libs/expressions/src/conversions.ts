import { type ASTNode, type Environment, EvaluationError } from '@marcbachmann/cel-js';

/**
 * `int`, `double` and `string` as reports mean them: one text is one number in every engine, and what is no number is none, also an empty text (which the
 * library takes for 0) and `0x10`.
 */
const conversions: Readonly<Record<string, { readonly signature: string; readonly convert: (value: unknown) => unknown }>> = {
  int: { signature: 'wholeOf(dyn): int', convert: wholeOf },
  double: { signature: 'doubleOf(dyn): double', convert: doubleOf },
  string: { signature: 'textOf(dyn): string', convert: textOf },
};

const WHOLE = /^[+-]?[0-9]{1,20}$/;
const DECIMAL = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/;

function none(): never {
  throw new EvaluationError('There is no such value');
}

function wholeOf(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number' && typeof value !== 'string') return none();
  if (typeof value === 'number' ? !Number.isFinite(value) : !WHOLE.test(value) || value.length > 20) return none();
  const whole = typeof value === 'number' ? BigInt(Math.trunc(value)) : BigInt(value.replace('+', ''));
  return BigInt.asIntN(64, whole) === whole ? whole : none();
}

function doubleOf(value: unknown): number {
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value);
  const double = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : NaN;
  return Number.isFinite(double) ? double : none();
}

function textOf(value: unknown): string {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : none();
}

export const withConversions = (environment: Environment): Environment =>
  Object.values(conversions).reduce((all, { signature, convert }) => all.registerFunction(signature, convert), environment);

export const CALLS_CONVERSION = new RegExp(`\\b(?:${Object.keys(conversions).join('|')})\\s*\\(`);

/** Lets the calls of a tree mean these conversions. The library does not let its own be registered anew, so they are called by other names. */
export function callConversions(node: ASTNode): void {
  const own = node.op === 'call' ? conversions[node.args[0]] : undefined;
  if (own && node.op === 'call') (node.args as unknown[])[0] = own.signature.slice(0, own.signature.indexOf('('));
  for (const child of childrenOf(node.args)) callConversions(child);
}

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return args !== null && typeof args === 'object' && 'op' in args ? [args as ASTNode] : [];
}
