import { type Command } from 'commander';
import { type UnplannedLead } from '#libs/leads';
import { onServer } from '../client/session.js';
import { printList } from '../output/result.js';
import { type Clocks, clocksQuery, takesClocks } from './as-known.js';

export function addUnplannedCommand(program: Command): void {
  const unplanned = program
    .command('unplanned')
    .description('Open leads that were followed up on and have no next action, disposition or waiting; idle longest first')
    .option('--owner <rep>', 'only leads of this owner')
    .option('--team <team>', 'only leads of this team');
  takesClocks(unplanned).action(
    onServer<Clocks & { owner?: string; team?: string }>(true, async ({ api, json }, _args, { owner, team, ...clocks }) => {
      await printList(api.lines<UnplannedLead>('/v1/unplanned-leads', { owner, team, ...clocksQuery(clocks) }), json, [
        { heading: 'lead', of: (row) => row.externalId ?? row.lead },
        { heading: 'owner', of: (row) => row.owner },
        { heading: 'team', of: (row) => row.team },
        { heading: 'idle since', of: (row) => row.idleSince },
        { heading: 'last', of: (row) => row.lastFollowUp.type },
      ]);
    }),
  );
}
