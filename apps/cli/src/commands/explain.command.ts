import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printOne } from '../output/result.js';
import { type AsKnown, takesAsKnown } from './as-known.js';
import { type ExplanationAnswer, explanationInWords } from './explanation-in-words.js';

interface ExplainOptions extends AsKnown {
  readonly from?: string;
  readonly to?: string;
  readonly where?: string;
}

/** Why one lead counts or does not. */
export function addExplainCommand(report: Command): void {
  const command = report
    .command('explain')
    .description('Why a lead counts under a definition or not: each of its rows, clause by clause, with the events that decided')
    .argument('<name[@version]>', 'definition, e.g. new_leads or new_leads@1')
    .argument('<lead>', 'id, or source:external-id')
    .option('--from <day|instant>', 'also judge the period: its first day (or instant)')
    .option('--to <day|instant>', 'last day, included; an instant is not included')
    .option('--where <cel>', 'also judge this filter (CEL)');
  takesAsKnown(command).action(
    onServer<ExplainOptions>(true, async ({ api, json }, [definition, lead], { from, to, where, knownAt, position }) => {
      const body = { definition, lead, from, to, where, knownAt, position };
      await printOne(await api.post<ExplanationAnswer>('/v1/reports/explain', body), json, explanationInWords);
    }),
  );
}
