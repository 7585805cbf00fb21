import { type Command } from 'commander';
import { type AsKnown, takesAsKnown } from './as-known.js';

/** What is asked of a definition. */
export interface Period extends AsKnown {
  readonly from: string;
  readonly to: string;
  readonly by?: string;
  readonly where?: string;
  readonly vocabulary?: string;
}

/** A comma, but not one between the arguments of a call. */
const BETWEEN_DIMENSIONS = /,(?![^()]*\))/;

/** The options that every report takes, after the names of its definitions. */
export function takesPeriod(command: Command, ...names: readonly string[]): Command {
  for (const name of names) command.argument(`<${name}>`, 'definition, e.g. new_leads or new_leads@1');
  command
    .requiredOption('--from <day|instant>', 'first day (or instant) of the period')
    .requiredOption('--to <day|instant>', 'last day, included; an instant is not included')
    .option('--by <dimensions>', 'split by these dimensions, with commas between')
    .option('--where <cel>', 'count only where this holds (CEL)')
    .option('--vocabulary <name@version,…>', 'versions of vocabularies, in place of those that the definition has');
  return takesAsKnown(command);
}

/** What the API takes. */
export const reportBody = (
  names: Readonly<Record<string, string | undefined>>,
  { from, to, by, where, vocabulary, knownAt, position }: Period,
) => ({
  ...names,
  from,
  to,
  ...(by !== undefined && {
    by: by
      .split(BETWEEN_DIMENSIONS)
      .map((dimension) => dimension.trim())
      .filter(Boolean),
  }),
  ...(where !== undefined && { where }),
  ...(vocabulary !== undefined && { vocabularies: vocabulary }),
  ...(knownAt !== undefined && { knownAt }),
  ...(position !== undefined && { position }),
});
