import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { invalid } from '#libs/platform';
import { onServer } from '../client/session.js';
import { barChart } from '../output/chart.js';
import { say, writeBytes } from '../output/print.js';
import { printOne } from '../output/result.js';
import { chartBars, type ReportAnswer, reportInWords } from './report-in-words.js';
import { type Period, reportBody } from './report-period.js';

const mediaTypes = { csv: 'text/csv', parquet: 'application/vnd.apache.parquet', html: 'text/html' } as const;

interface Run extends Period {
  readonly chart?: true;
  readonly format?: keyof typeof mediaTypes;
  readonly out?: string;
  readonly compare?: string;
}

export function addReportRun(command: Command): void {
  command
    .option('--chart', 'draw the rows')
    .addOption(
      new Option(
        '--format <format>',
        'a file to give away: one HTML page with chart, definition and receipt, or rows for programs',
      ).choices(Object.keys(mediaTypes)),
    )
    .addOption(
      new Option(
        '--compare <with>',
        'also the period before: previous (as long, directly before), calendar (the weeks or months before) or year (a year before)',
      ).choices(['previous', 'calendar', 'year', 'none']),
    )
    .option('--out <file>', 'where to write that file; by default to the output')
    .action(
      onServer<Run>(true, async ({ api, json }, [definition], options) => {
        const { format, chart, out, compare } = options;
        const body = { ...reportBody({ definition }, options), ...(compare !== undefined && { compare }) };
        const problem = contradiction(options, json);
        if (problem !== null) throw invalid({ code: 'CLI.CONTRADICTION', message: problem });
        if (format !== undefined) return give(await api.file('/v1/reports/run', body, mediaTypes[format]), out);
        const draw = (report: ReportAnswer): string => `\n\n${barChart(chartBars(report), process.stdout.columns ?? 100)}`;
        await printOne(
          await api.post<ReportAnswer>('/v1/reports/run', body),
          json,
          (report) => `${reportInWords(report)}${chart ? draw(report) : ''}`,
        );
      }),
    );
}

function contradiction({ chart, format, out, compare }: Run, json: boolean): string | null {
  if (format !== undefined && (json || chart)) return `--format ${format} writes a file: leave ${json ? '--json' : '--chart'} out`;
  if (format !== undefined && compare !== undefined) return `--format ${format} holds one period: leave --compare out`;
  if (out !== undefined && format === undefined) return '--out names a file: say which with --format csv, parquet or html';
  if (format === 'parquet' && out === undefined && process.stdout.isTTY) return 'Parquet is not for a terminal: name a file with --out';
  return null;
}

async function give(file: Buffer, out: string | undefined): Promise<void> {
  if (out === undefined) return writeBytes(file);
  try {
    await writeFile(out, file);
  } catch (error) {
    throw invalid({ code: 'CLI.FILE_UNWRITABLE', message: `${out} cannot be written: ${(error as Error).message}` });
  }
  say(`Written to ${out}`);
}
