import { writeFileSync } from 'node:fs';
import { type Command } from 'commander';
import { invalid } from '#libs/platform';
import { onServer } from '../client/session.js';
import { say } from '../output/print.js';
import { type Period, reportBody, takesPeriod } from './report-period.js';

interface Export extends Period {
  readonly out: string;
  readonly leads?: string;
}

const FILE = /([^/\\]+)\.history\.ndjson$/;

/** `definition golden export`: a slice of the log that tests of definitions can stand on, and that can be given away. */
export function addExportGoldenCommand(definition: Command): void {
  takesPeriod(
    definition
      .command('golden')
      .description('Golden histories')
      .command('export')
      .description(
        'Write the leads behind a number as a golden history: no personal data, ids as numbers; read it before you give it away',
      ),
    'name[@version]',
  )
    .requiredOption('--out <file>', 'NAME.history.ndjson')
    .option('--leads <n>', 'at most so many leads, the first behind the number; default 200')
    .action(
      onServer<Export>(true, async ({ api }, [name], options) => {
        const history = FILE.exec(options.out)?.[1];
        if (history === undefined)
          throw invalid({ code: 'HISTORY.NAME', message: `A golden history is a file NAME.history.ndjson; ${options.out} is none` });
        const body = {
          ...reportBody({ definition: name }, options),
          name: history,
          ...(options.leads !== undefined && { leads: Number(options.leads) }),
        };
        writeFileSync(options.out, await api.file('/v1/reports/golden-history', body, 'application/x-ndjson'));
        say(`Written to ${options.out}: read it before you give it away`);
      }),
    );
}
