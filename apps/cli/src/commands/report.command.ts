import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { addExplainCommand } from './explain.command.js';
import { partInWords } from './explanation-in-words.js';
import { addReconcileCommand } from './reconcile.command.js';
import { addFigureCommands } from './report-figures.command.js';
import { addReportDiff } from './report-diff.command.js';
import { type Period, reportBody, takesPeriod } from './report-period.js';
import { addReportRun } from './report-run.command.js';

interface MemberLine {
  readonly entity?: string;
  readonly id: string;
  readonly lead: string | null;
  readonly inMeasures?: Readonly<Record<string, string>>;
  readonly events?: readonly (string | { id: string })[];
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
        { heading: 'in measures', of: (row) => partsInWords(row.inMeasures), optional: true },
        { heading: 'events', of: (row) => row.events?.map((event) => (typeof event === 'string' ? event : event.id)).join(' ') },
      ]);
    }),
  );

  addExplainCommand(report);
  addReconcileCommand(report);

  addReportDiff(
    takesPeriod(
      report.command('diff').description('What leaves, enters and changes between two versions, each with the clauses that decided'),
      'before',
      'after',
    ),
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

const partsInWords = (parts: MemberLine['inMeasures'] = {}): string | null =>
  Object.entries(parts)
    .map(([name, part]) => `${name} ${partInWords(part) ?? part}`)
    .join(', ') || null;
