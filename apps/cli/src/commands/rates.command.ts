import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';
import { takesCheck } from './check-document.js';
import { readText } from './given-file.js';

interface RatesLine {
  readonly name: string;
  readonly version: number;
  readonly to: string;
  readonly holdsDays: number;
  readonly currencies: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

export function addRatesCommands(program: Command): void {
  const rates = program.command('rates').description('What a currency is worth in another, day by day: reports convert money by it');

  takesCheck(rates, { file: 'YAML document of the rates', path: '/v1/rates/check' });

  rates
    .command('publish')
    .description('Publish the next version; reports as known before it keep the version before')
    .argument('<file>', 'YAML document of the rates')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<{ reason: string }>(true, async ({ api, json }, [file = ''], { reason }) => {
        const published = await api.post<{ name: string; version: number; changed: boolean }>('/v1/rates', {
          document: readText(file),
          reason,
        });
        await printOne(
          published,
          json,
          ({ name, version, changed }) => `${name}@${version} ${changed ? 'is published' : 'says so already'}`,
        );
      }),
    );

  takesClocks(rates.command('list').description('All rates with their versions')).action(
    onServer<Clocks>(true, async ({ api, json }, _args, clocks) => {
      await printList(api.lines<RatesLine>('/v1/rates', clocksQuery(clocks)), json, [
        { heading: 'name', of: (row) => row.name },
        { heading: 'version', of: (row) => row.version, align: 'right' },
        { heading: 'to', of: (row) => row.to },
        { heading: 'of', of: (row) => row.currencies.join(', ') },
        { heading: 'first', of: (row) => row.from },
        { heading: 'last', of: (row) => row.until },
        { heading: 'days', of: (row) => row.holdsDays, align: 'right' },
        { heading: 'reason', of: (row) => row.reason },
      ]);
    }),
  );

  takesClocks(rates.command('show').description('The document of one version (the newest, where none is named)'))
    .argument('<name[@version]>', 'e.g. ecb or ecb@1')
    .action(
      onServer<Clocks>(true, async ({ api, json }, [reference = ''], clocks) => {
        await printOne(await api.get<{ document: string }>(`/v1/rates/${segment(reference)}`, clocksQuery(clocks)), json, (shown) =>
          shown.document.trimEnd(),
        );
      }),
    );
}
