import { type ASTNode, type Environment, EvaluationError } from '@marcbachmann/cel-js';
import { Decimal, wholePart } from './decimal.js';

interface Own {
  readonly op: 'call' | 'rcall';
  /** The name by which the tree calls it. */
  readonly name: string;
  readonly signature: string;
  readonly convert: (value: unknown) => unknown;
}

/**
 * `int`, `double` and `string` as reports mean them: one text is one number in every engine, and what is no number is none, also an empty text (which the
 * library takes for 0) and `0x10`. `lowerAscii` and `upperAscii` leave every letter beyond ASCII as it is, as they say (the library does not).
 */
const conversions: Readonly<Record<string, Own>> = {
  int: { op: 'call', name: 'wholeOf', signature: 'wholeOf(dyn): int', convert: wholeOf },
  double: { op: 'call', name: 'doubleOf', signature: 'doubleOf(dyn): double', convert: doubleOf },
  string: { op: 'call', name: 'textOf', signature: 'textOf(dyn): string', convert: textOf },
  lowerAscii: {
    op: 'rcall',
    name: 'inSmall',
    signature: 'string.inSmall(): string',
    convert: (text) => (text as string).replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  },
  upperAscii: {
    op: 'rcall',
    name: 'inCapitals',
    signature: 'string.inCapitals(): string',
    convert: (text) => (text as string).replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  },
};

const WHOLE = /^[+-]?[0-9]{1,20}$/;
const DECIMAL = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/;

function none(): never {
  throw new EvaluationError('There is no such value');
}

function wholeOf(value: unknown): bigint {
  if (value instanceof Decimal) return wholeOf(wholePart(value).toString());
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number' && typeof value !== 'string') return none();
  if (typeof value === 'number' ? !Number.isFinite(value) : !WHOLE.test(value) || value.length > 20) return none();
  const whole = typeof value === 'number' ? BigInt(Math.trunc(value)) : BigInt(value.replace('+', ''));
  return BigInt.asIntN(64, whole) === whole ? whole : none();
}

function doubleOf(value: unknown): number {
  if (value instanceof Decimal) return Number(value.toString());
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value);
  const double = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : NaN;
  return Number.isFinite(double) ? double : none();
}

function textOf(value: unknown): string {
  if (typeof value === 'number') return textOfDouble(value);
  return value instanceof Decimal || ['string', 'bigint', 'boolean'].includes(typeof value) ? String(value) : none();
}

/** The shortest digits that are this number and no other: written out from 0.0001 to below 10^16, else with an exponent of two digits at least. */
function textOfDouble(value: number): string {
  if (!Number.isFinite(value)) return none();
  const magnitude = Math.abs(value);
  if (magnitude === 0 || (magnitude >= 1e-4 && magnitude < 1e16)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

export const withConversions = (environment: Environment): Environment =>
  Object.values(conversions).reduce((all, { signature, convert }) => all.registerFunction(signature, convert), environment);

export const CALLS_CONVERSION = new RegExp(`\\b(?:${Object.keys(conversions).join('|')})\\s*\\(`);

/** Lets the calls of a tree mean these conversions. The library does not let its own be registered anew, so they are called by other names. */
export function callConversions(node: ASTNode): void {
  const called = node.op === 'call' || node.op === 'rcall' ? node.args[0] : '';
  const own = Object.hasOwn(conversions, called) ? conversions[called] : undefined;
  if (own?.op === node.op) (node.args as unknown[])[0] = own.name;
  for (const child of childrenOf(node.args)) callConversions(child);
}

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return args !== null && typeof args === 'object' && 'op' in args ? [args as ASTNode] : [];
}
