import { type Command } from 'commander';
import { type AuditVerdict, type NotedRead, type ReaderDay } from '#libs/access';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { type Page, pageQuery, takesPage } from './page.js';

interface ReadsOptions extends Page {
  readonly reader?: string;
  readonly from?: string;
  readonly to?: string;
}

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('Who has read which leads');

  const reads = audit
    .command('reads')
    .description('Who read a lead, or what somebody read, the latest first')
    .argument('[lead]', 'id or source:external-id; without it all leads')
    .option('--reader <person>', 'who read, as tokens name it')
    .option('--from <date>', 'first day, of UTC')
    .option('--to <date>', 'last day, included');
  takesPage(reads, 'read', '1,000').action(
    onServer<ReadsOptions>(true, async ({ api, json }, [lead], { after, limit, ...options }) => {
      await printList(api.lines<NotedRead>('/v1/audit/reads', { lead, ...options, ...pageQuery({ after, limit }) }), json, [
        { heading: 'read', of: ({ number }) => number, align: 'right' },
        { heading: 'at', of: ({ at }) => at },
        { heading: 'reader', of: ({ actor }) => actor },
        { heading: 'role', of: ({ role }) => role },
        { heading: 'route', of: ({ route }) => route },
        { heading: 'leads', of: ({ leads }) => String(leads.length) },
        { heading: 'masked', of: ({ masked }) => String(masked.length) },
        { heading: 'kept back', of: ({ hidden, refused }) => (refused ? `refused (${hidden})` : String(hidden)) },
        { heading: 'purpose', of: ({ purpose }) => purpose ?? '' },
      ]);
    }),
  );

  audit
    .command('readers')
    .description('How much each reader read on each day, beside what is usual for that reader')
    .requiredOption('--from <date>', "first day, of the organisation's zone")
    .requiredOption('--to <date>', 'last day, included')
    .option('--at-least <n>', 'fewer different leads than this are never unusual; default 100')
    .option('--times <n>', 'how many times the usual is unusual; default 3')
    .action(
      onServer<{ from: string; to: string; atLeast?: string; times?: string }>(true, async ({ api, json }, _args, options) => {
        await printList(api.lines<ReaderDay>('/v1/audit/readers', options), json, [
          { heading: 'day', of: ({ day }) => day },
          { heading: 'reader', of: ({ reader }) => reader },
          { heading: 'role', of: ({ role }) => role },
          { heading: 'leads', of: ({ leads }) => String(leads) },
          { heading: 'usual', of: ({ usual }) => (usual === null ? 'none known' : usual.toFixed(1)) },
          { heading: 'answers', of: ({ answers }) => String(answers) },
          { heading: 'off hours', of: ({ offHours }) => String(offHours) },
          { heading: 'refused', of: ({ refusals }) => String(refusals) },
          { heading: '', of: ({ unusual }) => (unusual ? 'unusual' : '') },
        ]);
      }),
    );

  audit
    .command('verify')
    .description('Walk the chain of all reads that are kept; exit 1 where one was altered or taken out')
    .action(
      onServer(true, async ({ api, json }) => {
        const verdict = await api.get<AuditVerdict>('/v1/audit/verification');
        if (!verdict.valid) process.exitCode = 1;
        await printOne(verdict, json, ({ valid, reads, digest, firstDifference }) =>
          valid
            ? `${reads} reads are as they were written down; digest ${digest}`
            : `Read ${firstDifference!.number}: ${firstDifference!.what}`,
        );
      }),
    );
}
