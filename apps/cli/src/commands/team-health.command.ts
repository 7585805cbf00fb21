import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printOne } from '../output/result.js';
import { type AsKnown, asKnownQuery, segment, takesAsKnown } from './as-known.js';
import { type HealthAnswer, healthInWords } from './health-in-words.js';

export function addTeamHealthCommand(program: Command): void {
  takesAsKnown(
    program
      .command('team-health')
      .summary("the manager's four questions")
      .description('Untouched leads, follow-up efficiency per rep, channel quality, where the process is stuck; each with its receipt.')
      .argument('<team>', 'id of the team')
      .requiredOption('--from <day|instant>', 'first day (or instant) of the period')
      .requiredOption('--to <day|instant>', 'last day, included; an instant is not included'),
  ).action(
    onServer<AsKnown & { from: string; to: string }>(true, async ({ api, json }, [team = ''], { from, to, ...known }) => {
      const health = await api.get<HealthAnswer>(`/v1/teams/${segment(team)}/health`, { from, to, ...asKnownQuery(known) });
      await printOne(health, json, healthInWords);
    }),
  );
}
