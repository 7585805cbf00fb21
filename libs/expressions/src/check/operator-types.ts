import { isExact } from '../facts.js';
import { type ExpressionType } from './expression-type.js';

const numbers: readonly ExpressionType[] = ['int', 'double'];

/** Whether `==` between the two can ever be true. Every fact may be compared with null. */
export function comparable(a: ExpressionType, b: ExpressionType): boolean {
  if ([a, b].some((type) => type === 'list' || type === 'record')) return false;
  if (a === b || [a, b].some((type) => type === 'null' || type === 'error')) return true;
  if (a === 'dyn' || b === 'dyn') {
    const other = a === 'dyn' ? b : a;
    return other === 'string' || other === 'bool' || numbers.includes(other);
  }
  return [a, b].some((type) => numbers.includes(type)) && [a, b].every((type) => numbers.includes(type) || isExact(type));
}

/** The type of an arithmetic result, null where it has no meaning. Whole and other numbers are not mixed silently: write `1.0`. */
export function sumOf(op: string, a: ExpressionType, b: ExpressionType): ExpressionType | null {
  if (numbers.includes(a) && a === b) return a === 'double' && op === '%' ? null : a;
  if (op === '+' && a === 'string' && b === 'string') return 'string';
  if ((op === '+' || op === '-') && a === b && (a === 'duration' || isExact(a))) return a;
  return null;
}
