import { type Command } from 'commander';
import { type UnplannedLead } from '#libs/leads';
import { onServer } from '../client/session.js';
import { printList } from '../output/result.js';

export function addUnplannedCommand(program: Command): void {
  program
    .command('unplanned')
    .description('Open leads that were followed up on and have no next action, disposition or waiting; idle longest first')
    .option('--owner <rep>', 'only leads of this owner')
    .option('--team <team>', 'only leads of this team')
    .action(
      onServer<{ owner?: string; team?: string }>(true, async ({ api, json }, _args, { owner, team }) => {
        await printList(api.lines<UnplannedLead>('/v1/unplanned-leads', { owner, team }), json, [
          { heading: 'lead', of: (row) => row.externalId ?? row.lead },
          { heading: 'owner', of: (row) => row.owner },
          { heading: 'team', of: (row) => row.team },
          { heading: 'idle since', of: (row) => row.idleSince },
          { heading: 'last', of: (row) => row.lastFollowUp.type },
        ]);
      }),
    );
}
