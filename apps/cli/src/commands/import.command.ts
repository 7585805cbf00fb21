import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type ImportEnforcement, type ImportSummary, type UndoAnswer } from '#libs/history';
import { makeFolder } from '#libs/platform';
import { importSink } from '../client/import-sink.js';
import { onServer, type Session, untilCaughtUp } from '../client/session.js';
import { progress } from '../output/progress.js';
import { printOne } from '../output/result.js';
import { facts } from '../output/table.js';
import { segment } from './as-known.js';

interface ImportFlags {
  readonly dryRun?: boolean;
  readonly enforce: ImportEnforcement;
  readonly rejects?: string;
}

export function addImportCommands(program: Command): void {
  const command = program
    .command('import')
    .summary('take in the history of another system')
    .description(
      'Take in history by a mapping. Running it again adds nothing, and finishes what was interrupted; rows that cannot be used go to a rejects file, each alone.',
    )
    .argument('<mapping>', 'YAML file that says how rows become history')
    .option('--dry-run', 'map and check every row, send nothing')
    .addOption(
      new Option('--enforce <level>', 'what happens to a case that breaks a rule: kept with findings, kept and said, or refused')
        .choices(['record-only', 'warn', 'block'])
        .default('record-only'),
    )
    .option('--rejects <file>', 'where rejected rows go (CSV: row, column, code, message)')
    .action(
      onServer<ImportFlags>(true, async (session, [path = ''], options) => {
        const summary = await importFiles(session, path, options);
        if (!options.dryRun) await untilCaughtUp(session.api, summary.token);
        await printOne(summary, session.json, summaryInWords);
      }),
    );

  command
    .command('undo')
    .description('Retract one import by events: nothing is deleted, and the same rows can be imported again')
    .argument('<import>', 'its id, as "import" printed it')
    .option('--reason <text>', 'why it is undone')
    .action(
      onServer<{ reason?: string }>(true, async ({ api, json }, [id = ''], { reason }) => {
        const undone = await api.post<UndoAnswer>(`/v1/imports/${segment(id)}/undo`, reason === undefined ? {} : { reason });
        await untilCaughtUp(api);
        await printOne(undone, json, (each) => `${each.import} is undone: ${each.leads} leads, ${each.organisation} reps, teams and pools`);
      }),
    );
}

/** Maps the files here and sends what they say to the server, with a bar at a terminal. */
async function importFiles({ api, json, globals }: Session, path: string, flags: ImportFlags): Promise<ImportSummary> {
  const { importHistory, loadMapping } = await import('#libs/history');
  const mapping = await loadMapping(path);
  const shown = progress(`import ${mapping.name}`, 1, json);
  try {
    return await importHistory(mapping, {
      sink: flags.dryRun ? null : importSink(api),
      rejectsPath: flags.rejects ?? join(rejectsFolder(globals.url === null ? globals.folder.path : null), `${mapping.name}.rejects.csv`),
      enforcement: flags.enforce,
      // Reading, sorting and sending are each about a third.
      onProgress: ({ phase, done, total }) => shown.update(((phases.indexOf(phase) + (total > 0 ? done / total : 0)) * 1) / phases.length),
    });
  } finally {
    shown.stop();
  }
}

const phases = ['reading', 'sorting', 'leads'] as const;

/** Beside the server's data where it is ours, else among temporary files. */
function rejectsFolder(data: string | null): string {
  const folder = data === null ? tmpdir() : join(data, 'imports');
  makeFolder(folder);
  return folder;
}

const summaryInWords = (summary: ImportSummary): string => {
  const findings = Object.entries(summary.findings).map(([code, count]) => `${code} ${count}`);
  return facts([
    ['import', summary.import ?? 'none: a dry run'],
    ['files', summary.files.join(', ')],
    ['rows', summary.rows],
    ['accepted', summary.accepted],
    ['known already', summary.known],
    ['rejected', summary.rejected === 0 ? 0 : `${summary.rejected}, see ${summary.rejects}`],
    ['leads', summary.leads],
    ['events', summary.events],
    ['findings', findings.length > 0 ? findings.join(', ') : 'none'],
    ['seconds', summary.seconds],
  ]);
};
