import { type Command } from 'commander';
import { type AlertLine } from '#libs/governance';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { segment } from './as-known.js';
import { type Page, pageQuery, takesPage } from './page.js';

interface ListOptions extends Page {
  readonly all?: boolean;
  readonly person?: string;
}

export function addAlertCommands(program: Command): void {
  const alerts = program.command('alerts').description('What somebody must know: who was told, how and when, and who took it on');

  const list = alerts
    .command('list', { isDefault: true })
    .description('Alerts that wait for an answer, newest first')
    .option('--all', 'also those that were answered or need no answer')
    .option('--person <id>', 'only those this person was told');
  takesPage(list, 'alert', '100').action(
    onServer<ListOptions>(true, async ({ api, json }, _args, { all, person, ...page }) => {
      const query = { ...(all ? {} : { open: 'true' }), person, ...pageQuery(page) };
      await printList(api.lines<AlertLine>('/v1/alerts', query), json, [
        { heading: 'alert', of: (row) => row.alert },
        { heading: 'raised', of: (row) => row.raisedAt },
        { heading: 'kind', of: (row) => row.kind },
        { heading: 'subject', of: (row) => row.subject },
        { heading: 'told', of: (row) => row.told.join(', ') },
        { heading: 'acknowledged', of: (row) => row.acknowledged?.by ?? (row.exhausted ? 'nobody is left to tell' : null) },
      ]);
    }),
  );

  alerts
    .command('acknowledge')
    .description('Take an alert on: nobody else is told')
    .argument('<alert>', 'id of the alert')
    .option('--note <text>', 'what is done about it')
    .action(
      onServer<{ note?: string }>(true, async ({ api, json }, [alert = ''], { note }) => {
        const answer = await api.post<object>(`/v1/alerts/${segment(alert)}/acknowledge`, { ...(note !== undefined && { note }) });
        await printOne(answer, json, () => `${alert} is acknowledged`);
      }),
    );
}
