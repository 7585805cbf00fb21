import { type CompiledExpression, type Currencies, type ExpressionProblem } from '#libs/expressions';
import { type Conversion } from './conversion.js';
import { type Related, type Term } from './definition.js';

/** What a definition fixes of the currencies of its rows: by converting, by its terms, and of related rows by what they have to satisfy. */
export const currenciesOf = (convert: Conversion | null, terms: readonly Term[], related: readonly Related[]): Currencies =>
  new Map([
    ...related.flatMap(({ name, where }) =>
      [...under(name, where?.fixes ?? new Map())].filter(([fact]) => !fact.startsWith(`${name}.this.`)),
    ),
    ...terms.flatMap(({ expression }) => [...expression.fixes]),
    ...(convert ? [['currency', convert.to] as const] : []),
  ]);

/** The same where the facts stand under a name: what `where` of a relation reads as `this.currency`. */
export const under = (name: string, currencies: Currencies): Currencies =>
  new Map([...currencies].map(([fact, currency]) => [`${name}.${fact}`, currency]));

/** What an expression over the rows asks of numbers that the engine cannot hold; of amounts that is not certain, or, where they are converted, cannot be. */
export function numberProblems(
  expression: CompiledExpression,
  { currencies, convert }: { readonly currencies: Currencies; readonly convert: Conversion | null },
): readonly ExpressionProblem[] {
  const asked = expression.fixes.get('currency');
  if (!convert || asked === undefined || asked === convert.to)
    return [...expression.wholeProblems, ...expression.amountProblems(currencies)];
  const message = `Amounts are converted into ${convert.to}: none is in ${asked}. Leave the currency out, or the conversion`;
  return [{ code: 'CEL.CURRENCY', message, offset: 0, line: 1, column: 1 }];
}
