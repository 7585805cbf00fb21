import { type Command } from 'commander';
import { type AccountableAnswer } from '#libs/governance';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';

export function addAccountableCommands(program: Command): void {
  const accountable = takesClocks(
    program
      .command('accountable')
      .summary('who answers for the data')
      .description('The one person who answered for each domain of data at an instant (now, where none is named).'),
  ).action(
    onServer<Clocks>(true, async ({ api, json }, _, options) => {
      const rows = api.lines<AccountableAnswer>('/v1/accountable', clocksQuery(options));
      await printList(rows, json, [
        { heading: 'domain', of: (row) => row.domain },
        { heading: 'person', of: (row) => row.person },
        { heading: 'since', of: (row) => row.since },
      ]);
    }),
  );

  accountable
    .command('name')
    .description('Name the one person who answers for a domain from now on; `pipeline` is the integrity of the whole.')
    .argument('<domain>', 'a domain of data, such as pipeline or contacts')
    .requiredOption('--person <rep>', 'id of the rep')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<{ person: string; reason: string }>(true, async ({ api, json }, [domain = ''], { person, reason }) => {
        const answer = await api.post<object>(`/v1/accountable/${segment(domain)}`, { person, reason });
        await printOne(answer, json, () => `${person} is accountable for ${domain} from now on`);
      }),
    );
}
