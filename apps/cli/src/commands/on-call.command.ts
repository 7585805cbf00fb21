import { type Command } from 'commander';
import { type ShiftLine } from '#libs/dispatch';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { type AsKnown, asKnownQuery, segment, takesAsKnown } from './as-known.js';

export function addOnCallCommands(onCall: Command): void {
  onCall
    .command('set')
    .description('A rep is on call')
    .argument('<rep>')
    .requiredOption('--from <instant|day>', 'a day begins in the zone of the rep’s calendar')
    .requiredOption('--to <instant|day>', 'the end, or the last day')
    .option('--team <team>', 'for this team only')
    .action(
      onServer<{ from: string; to: string; team?: string }>(true, async ({ api, json }, [id = ''], body) => {
        const answer = await api.post<{ shiftId: string }>(`/v1/reps/${segment(id)}/on-call`, body);
        await printOne(answer, json, ({ shiftId }) => `${id} is on call: shift ${shiftId}`);
      }),
    );

  onCall
    .command('cancel')
    .description('A shift does not take place')
    .argument('<rep>')
    .argument('<shift>')
    .option('--reason <text>')
    .action(
      onServer<{ reason?: string }>(true, async ({ api, json }, [id = '', shift = ''], { reason }) => {
        const answer = await api.post<object>(`/v1/reps/${segment(id)}/on-call/${segment(shift)}/cancel`, { reason });
        await printOne(answer, json, () => `Shift ${shift} is cancelled`);
      }),
    );

  takesAsKnown(onCall.command('list').description('Every shift of a rep').argument('<rep>')).action(
    onServer<AsKnown>(true, async ({ api, json }, [id = ''], options) => {
      await printList(api.lines<ShiftLine>(`/v1/reps/${segment(id)}/on-call`, asKnownQuery(options)), json, [
        { heading: 'shift', of: (row) => row.shiftId },
        { heading: 'from', of: (row) => row.from },
        { heading: 'to', of: (row) => row.to },
        { heading: 'team', of: (row) => row.team ?? 'every team' },
      ]);
    }),
  );
}
