import { type Command } from 'commander';
import { type SlaBreach } from '#libs/leads';
import { onServer } from '../client/session.js';
import { printList } from '../output/result.js';
import { type AsKnown, asKnownQuery, takesAsKnown } from './as-known.js';
import { endOf, startOf } from './recycling-if.js';

interface Asked extends AsKnown {
  readonly from: string;
  readonly to: string;
  readonly lead?: string;
  readonly owner?: string;
  readonly team?: string;
}

export function addBreachesCommand(program: Command): void {
  takesAsKnown(
    program
      .command('breaches')
      .summary('service times that nobody kept, and who had the lead')
      .description(
        'Service times that nobody kept: the owner when it was due, the clock, earlier owners, pauses, and who answered in the end.',
      )
      .requiredOption('--from <date>', 'due from then on: a day (UTC) or an ISO instant')
      .requiredOption('--to <date>', 'due until then: a day (UTC, included) or an ISO instant (not included)')
      .option('--lead <lead>', 'only of this lead (its id)')
      .option('--owner <rep>', 'only where this rep had the lead when it was due, on record or as known')
      .option('--team <team>', 'only of this team'),
  ).action(
    onServer<Asked>(true, async ({ api, json }, _, { from, to, lead, owner, team, ...known }) => {
      const query = { from: startOf(from), to: endOf(to), lead, owner, team, ...asKnownQuery(known) };
      await printList(api.lines<SlaBreach>('/v1/service-times/breaches', query), json, [
        { heading: 'due', of: (row) => row.dueAt },
        { heading: 'clock', of: (row) => row.clock },
        { heading: 'lead', of: (row) => row.externalId ?? row.lead },
        { heading: 'owner then', of: (row) => row.ownerName ?? row.owner ?? row.holder.kind },
        { heading: 'before', of: (row) => row.earlier.map(({ holder }) => ('id' in holder ? holder.id : holder.kind)).join(', ') },
        { heading: 'pauses', of: (row) => row.pauses.length, align: 'right' },
        { heading: 'answered', of: (row) => row.answeredAt },
        { heading: 'by', of: (row) => row.answeredBy },
      ]);
    }),
  );
}
