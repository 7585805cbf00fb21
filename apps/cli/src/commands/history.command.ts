import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printList } from '../output/result.js';
import { type AsKnown, asKnownQuery, segment, takesAsKnown } from './as-known.js';
import { type HistoryLine } from '#libs/leads';

export function addHistoryCommand(program: Command): void {
  takesAsKnown(
    program
      .command('history')
      .summary('everything that happened to a lead')
      .description('The events of a lead with both clocks, who did it and why.')
      .argument('<lead>', 'lead id or source:external-id'),
  ).action(
    onServer<AsKnown>(true, async ({ api, json }, [lead = ''], options) => {
      await printList(api.lines<HistoryLine>(`/v1/leads/${segment(lead)}/history`, asKnownQuery(options)), json, [
        { heading: 'position', of: (row) => row.position, align: 'right' },
        { heading: 'occurred', of: (row) => row.occurredAt ?? 'unknown' },
        { heading: 'known', of: (row) => row.knownAt },
        { heading: 'event', of: (row) => row.type },
        { heading: 'by', of: (row) => `${row.actor.kind} ${row.actor.id}` },
        { heading: 'cause', of: (row) => row.cause },
      ]);
    }),
  );
}
