import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printOne } from '../output/result.js';
import { table } from '../output/table.js';
import { type AsKnown, asKnownQuery, takesAsKnown } from './as-known.js';
import { readText } from './given-file.js';

interface Reconciled {
  readonly counts: Readonly<Record<string, number>>;
  readonly rows: readonly {
    readonly line: number | null;
    readonly reference: string | null;
    readonly lead: string | null;
    readonly verdict: string;
    readonly because: string | null;
    readonly recorded: { readonly wonOn: string | null; readonly recordedAt: string } | null;
    readonly differs: readonly string[];
  }[];
}

interface Options extends AsKnown {
  readonly from?: string;
  readonly to?: string;
  readonly within?: string;
}

export function addReconcileCommand(report: Command): void {
  takesAsKnown(
    report
      .command('reconcile')
      .description(
        'Set an external list of won deals beside the log: recorded in time, recorded afterwards, absent, and what the list does not have',
      )
      .argument('<file>', 'CSV with a heading: lead (id or source:external-id), won_on (a date), and where wanted amount and currency')
      .option('--from <day>', 'first day whose wins are looked for on the list; default the first of the list')
      .option('--to <day>', 'last day; default the last of the list')
      .option('--within <days>', 'so many days after the day of winning are still in time; default 0'),
  ).action(
    onServer<Options>(true, async ({ api, json }, [file = ''], { from, to, within, ...known }) => {
      const body = { csv: readText(file), from, to, ...(within !== undefined && { within: Number(within) }), ...asKnownQuery(known) };
      await printOne(await api.post<Reconciled>('/v1/reports/reconcile', body), json, inWords);
    }),
  );
}

const inWords = ({ counts, rows }: Reconciled): string =>
  [
    table(rows, [
      { heading: 'line', of: (row) => row.line, align: 'right' },
      { heading: 'lead', of: (row) => row.reference ?? row.lead },
      { heading: 'verdict', of: (row) => row.verdict.replaceAll('_', ' ') },
      { heading: 'won on', of: (row) => row.recorded?.wonOn },
      { heading: 'recorded', of: (row) => row.recorded?.recordedAt },
      { heading: 'differs', of: (row) => row.because ?? row.differs.join(', ') },
    ]),
    Object.entries(counts)
      .map(([verdict, count]) => `${verdict.replaceAll('_', ' ')}: ${count}`)
      .join(', '),
  ].join('\n');
