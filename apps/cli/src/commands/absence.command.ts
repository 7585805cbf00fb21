import { type Command } from 'commander';
import { type AbsenceLine } from '#libs/dispatch';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { type AsKnown, asKnownQuery, segment, takesAsKnown } from './as-known.js';

interface AbsenceOptions {
  readonly kind?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cover?: string | false;
  readonly note?: string;
  readonly open?: boolean;
}

export function addAbsenceCommands(program: Command): void {
  const absence = program.command('absence').description('When people are away, and who handles their work meanwhile');

  absence
    .command('announce')
    .description('A rep will be, or is, away; the cover handles what falls due, the owner stays')
    .argument('<rep>', 'id of the rep')
    .requiredOption('--from <instant|day>', 'a day begins in the zone of the rep’s calendar')
    .option('--to <instant|day>', 'the last day away, or the instant of return; without it until further notice')
    .option('--kind <word>', 'holiday, sick, training, parental …', 'holiday')
    .option('--cover <rep>', 'who handles what falls due')
    .option('--note <text>')
    .action(
      onServer<AbsenceOptions>(true, async ({ api, json }, [rep = ''], { kind, from, to, cover, note }) => {
        const announced = await api.post<{ absenceId: string }>(`/v1/reps/${segment(rep)}/absences`, { kind, from, to, cover, note });
        await printOne(announced, json, ({ absenceId }) => `${rep} is away: absence ${absenceId}`);
      }),
    );

  absence
    .command('change')
    .description('An absence is, or was, otherwise; what is not named stays as it was')
    .argument('<rep>', 'id of the rep')
    .argument('<absence>', 'id of the absence')
    .option('--from <instant|day>')
    .option('--to <instant|day>', 'the last day away, or the instant of return')
    .option('--open', 'until further notice')
    .option('--kind <word>')
    .option('--cover <rep>', 'who handles what falls due')
    .option('--no-cover', 'nobody does')
    .option('--note <text>')
    .action(
      onServer<AbsenceOptions>(true, async ({ api, json }, [rep = '', id = ''], { kind, from, to, open, cover, note }) => {
        const body = {
          kind,
          from,
          to: open ? null : to,
          note,
          ...(cover === false ? { cover: null } : typeof cover === 'string' && { cover }),
        };
        const changed = await api.post<object>(`/v1/reps/${segment(rep)}/absences/${segment(id)}`, body);
        await printOne(changed, json, () => `Absence ${id} is changed`);
      }),
    );

  absence
    .command('cancel')
    .description('An absence does not take place')
    .argument('<rep>', 'id of the rep')
    .argument('<absence>', 'id of the absence')
    .option('--reason <text>')
    .action(
      onServer<{ reason?: string }>(true, async ({ api, json }, [rep = '', id = ''], { reason }) => {
        const cancelled = await api.post<object>(`/v1/reps/${segment(rep)}/absences/${segment(id)}/cancel`, { reason });
        await printOne(cancelled, json, () => `Absence ${id} is cancelled`);
      }),
    );

  takesAsKnown(
    absence.command('list').description('Every absence of a rep: past, present, announced, cancelled').argument('<rep>', 'id of the rep'),
  ).action(
    onServer<AsKnown>(true, async ({ api, json }, [rep = ''], options) => {
      await printList(api.lines<AbsenceLine>(`/v1/reps/${segment(rep)}/absences`, asKnownQuery(options)), json, [
        { heading: 'absence', of: (row) => row.absenceId },
        { heading: 'kind', of: (row) => row.kind },
        { heading: 'from', of: (row) => row.from },
        { heading: 'to', of: (row) => row.to ?? 'until further notice' },
        { heading: 'cover', of: (row) => row.cover },
        { heading: 'cancelled', of: (row) => (row.cancelled ? 'yes' : '') },
        { heading: 'note', of: (row) => row.note },
      ]);
    }),
  );
}
