import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printList } from '../output/result.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';
import { type OwnersLine } from '#libs/leads';
import { type QueueLine } from './queue-line.js';

export function addRepCommands(program: Command): void {
  takesClocks(
    program
      .command('portfolio')
      .summary('the leads a rep owns')
      .description('The live leads that a rep owned at an instant (now, where none is named).')
      .argument('<rep>', 'id of the rep'),
  ).action(
    onServer<Clocks>(true, async ({ api, json }, [rep = ''], options) => {
      const rows = api.lines<OwnersLine>(`/v1/reps/${segment(rep)}/portfolio`, clocksQuery(options));
      await printList(rows, json, [
        { heading: 'lead', of: (row) => row.externalId ?? row.lead },
        { heading: 'team', of: (row) => row.teamName ?? row.team },
        { heading: 'since', of: (row) => row.since },
      ]);
    }),
  );

  takesClocks(
    program
      .command('queue')
      .summary('who a rep should turn to, and why')
      .description('The work of a rep at an instant (now, where none is named), most urgent first, with the reason of each place.')
      .argument('<rep>', 'id of the rep'),
  ).action(
    onServer<Clocks>(true, async ({ api, json }, [rep = ''], options) => {
      const rows = api.lines<QueueLine>(`/v1/reps/${segment(rep)}/queue`, clocksQuery(options));
      await printList(rows, json, [
        { heading: '#', of: (row) => row.rank, align: 'right' },
        { heading: 'lead', of: (row) => row.externalId ?? row.lead },
        { heading: 'because', of: (row) => row.because },
      ]);
    }),
  );
}
