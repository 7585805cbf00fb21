import { type Formula, formulaText, namesOf } from '#libs/expressions';
import { fraction, type Fraction } from '#libs/platform';
import { decimal } from './figure.js';

/** What a formula comes to, exactly; or why it has no value: what it is made of has none, or it would be divided by 0. */
export type FormulaResult = { readonly value: Fraction; readonly because: null } | { readonly value: null; readonly because: string };

export function computeFormula(formula: Formula, valueOf: (name: string) => Fraction | null): FormulaResult {
  const unknown = namesOf(formula).filter((name) => valueOf(name) === null);
  if (unknown.length > 0) return { value: null, because: `${unknown.join(' and ')} ${unknown.length === 1 ? 'has' : 'have'} no value` };
  let because: string | null = null;
  const compute = (part: Formula): Fraction => {
    if (part.kind === 'number') return decimal(part.text);
    if (part.kind === 'name') return valueOf(part.name)!;
    const [left, right] = [compute(part.left), compute(part.right)];
    const cross = [left.numerator * right.denominator, right.numerator * left.denominator] as const;
    const below = left.denominator * right.denominator;
    switch (part.op) {
      case '+':
        return fraction(cross[0] + cross[1], below);
      case '-':
        return fraction(cross[0] - cross[1], below);
      case '*':
        return fraction(left.numerator * right.numerator, below);
      case '/':
        if (right.numerator !== 0n) return fraction(cross[0], cross[1]);
        because ??= `${formulaText(part.right)} is 0`;
        return left;
    }
  };
  const value = compute(formula);
  return because === null ? { value, because } : { value: null, because };
}
