import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { addExplainCommand } from './explain.command.js';
import { addReconcileCommand } from './reconcile.command.js';
import { addFigureCommands } from './report-figures.command.js';
import { type Period, reportBody, takesPeriod } from './report-period.js';
import { addReportRun } from './report-run.command.js';

interface MemberLine {
  readonly entity?: string;
  readonly id: string;
  readonly lead: string | null;
  readonly events?: readonly (string | { id: string })[];
}

interface DiffItem {
  readonly entity: string;
  readonly id: string;
  readonly lead: string | null;
  readonly clauses: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

interface DiffAnswer {
  readonly before: unknown;
  readonly after: unknown;
  readonly leave: readonly DiffItem[];
  readonly enter: readonly DiffItem[];
  readonly change: readonly DiffItem[];
}

export function addReportCommands(program: Command): void {
  const report = program.command('report').description('Numbers by definition, with the leads behind them and a receipt');

  addReportRun(takesPeriod(report.command('run').description('A number by a definition for a period, with its receipt'), 'name[@version]'));

  takesPeriod(
    report.command('leads').description('The leads (or inquiries, assignments …) behind the number, with their events'),
    'name[@version]',
  ).action(
    onServer<Period>(true, async ({ api, json }, [definition], options) => {
      await printList(api.lines<MemberLine>('/v1/reports/leads', {}, reportBody({ definition }, options)), json, [
        { heading: 'lead', of: (row) => row.lead },
        { heading: 'counted', of: (row) => row.id },
        { heading: 'events', of: (row) => row.events?.map((event) => (typeof event === 'string' ? event : event.id)).join(' ') },
      ]);
    }),
  );

  addExplainCommand(report);
  addReconcileCommand(report);

  takesPeriod(
    report.command('diff').description('What leaves, enters and changes between two versions, each with the clauses that decided'),
    'before',
    'after',
  )
    .option('--before-vocabulary <name@version,…>', 'versions of vocabularies for the first')
    .option('--after-vocabulary <name@version,…>', 'versions of vocabularies for the second')
    .action(
      onServer<Period & { beforeVocabulary?: string; afterVocabulary?: string }>(true, async ({ api, json }, [before, after], options) => {
        const { beforeVocabulary: beforeVocabularies, afterVocabulary: afterVocabularies } = options;
        const diff = await api.post<DiffAnswer>('/v1/reports/diff', {
          ...reportBody({ before, after }, options),
          beforeVocabularies,
          afterVocabularies,
        });
        await printOne(diff, json, diffInWords);
      }),
    );

  takesPeriod(
    report.command('publish').description('Publish the number: what becomes known later is shown as a restatement of it'),
    'name[@version]',
  ).action(
    onServer<Period>(true, async ({ api, json }, [definition], options) => {
      const published = await api.post<{ figureId?: string; id?: string }>('/v1/reports/publish', reportBody({ definition }, options));
      await printOne(published, json, (figure) => `Published as figure ${figure.figureId ?? figure.id ?? ''}`);
    }),
  );

  addFigureCommands(report);
}

function diffInWords(diff: DiffAnswer): string {
  const groups = [
    ['leave', diff.leave],
    ['enter', diff.enter],
    ['change', diff.change],
  ] as const;
  const parts = groups.map(([name, items]) =>
    [
      `${items.length} ${name}`,
      ...items.map((item) => `  ${item.entity} ${item.id}${item.lead ? ` of lead ${item.lead}` : ''}: ${item.clauses.join(', ')}`),
    ].join('\n'),
  );
  return parts.join('\n');
}
