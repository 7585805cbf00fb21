import { type TObject } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import { type ToldAction } from '../mapping/mapping.js';
import { toldActions } from './told-actions.js';

const checks = new Map<string, TypeCheck<TObject>>();

/** What is wrong with the form of an action: the field, such as `value.currency`, and why. Null where nothing is. */
export function formFault(action: { readonly do: ToldAction }): { readonly field: string; readonly message: string } | null {
  let check = checks.get(action.do);
  if (!check) checks.set(action.do, (check = TypeCompiler.Compile(toldActions[action.do])));
  if (check.Check(action)) return null;
  const { path, message } = check.Errors(action).First()!;
  return { field: path.slice(1).replaceAll('/', '.'), message };
}
