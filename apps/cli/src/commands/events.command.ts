import { type Command } from 'commander';
import { ProblemError } from '#libs/platform';
import { type ApiClient } from '../client/api-client.js';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { printList, printOne } from '../output/result.js';
import { facts } from '../output/table.js';
import { followFeed } from './follow-feed.js';
import { runJob } from './job.js';
import { count } from './option-values.js';

interface FeedItem {
  readonly position: string;
  readonly leaf: string;
  readonly type?: string;
  readonly subject?: string;
  readonly time?: string;
  readonly knownat?: string;
}
interface FeedPage {
  readonly items: readonly FeedItem[];
  readonly next: string | null;
}
interface Completeness {
  readonly from: string;
  readonly to: string;
  readonly count: number | string;
  readonly digest: string;
}
interface Verification {
  readonly valid: boolean;
  readonly events: number;
  readonly spinePosition: string;
  readonly digest: string;
  readonly anchors: number;
  readonly firstDifference: {
    readonly position: string;
    readonly eventId: string | null;
    readonly code: string;
    readonly why: string;
  } | null;
}

const LAST = 10;

export function addEventCommands(program: Command): void {
  const events = program.command('events').description('The log itself: reading, following, proving');

  events
    .command('tail')
    .description('The last ten events (or as many as --limit says), or all after a position; with --follow also those to come')
    .option('--after <position>', 'all events after this position (0: from the first)')
    .option('--type <type>', 'only events of this type; the others come as bare position and leaf')
    .option('--limit <n>', 'at most so many', count)
    .option('-f, --follow', 'stay and print what is appended, until Ctrl-C')
    .action(
      onServer<{ after?: string; type?: string; limit?: number; follow?: boolean }>(true, async ({ api, json }, _args, options) => {
        const after = options.after ?? (await beforeTheLast(api, (options.follow ? undefined : options.limit) ?? LAST));
        const items = options.follow ? followFeed<FeedItem>(api, after, options.type) : pages(api, after, options.type);
        let left = options.limit ?? Infinity;
        let last = after;
        for await (const item of items) {
          if (left === 0) {
            api.next = last;
            return;
          }
          await line(json ? JSON.stringify(item) : itemInWords(item));
          last = item.position;
          if (--left === 0 && options.follow) return;
        }
      }),
    );

  events
    .command('verify')
    .description('Walk the digest chain from the first event and compare it with the log; names the first position that differs')
    .action(
      onServer(true, async ({ api, json }) => {
        const verified = await runJob<Verification>(api, '/v1/events/verify', {}, 'events walked', json);
        await printOne(verified, json, (each) =>
          facts([
            ['valid', each.valid ? 'yes' : 'NO'],
            ['events walked', each.events],
            ['compared up to', each.spinePosition],
            ['anchors checked', each.anchors],
            ['digest', each.digest],
          ]),
        );
        if (verified.firstDifference) {
          const { position, code, why } = verified.firstDifference;
          throw new ProblemError(409, [{ code: `LOG.${code}`, message: `The log differs first at position ${position}: ${why}` }]);
        }
      }),
    );

  events
    .command('completeness')
    .description('Count and digest per block of 10,000 positions, to compare with what a subscriber computed')
    .action(
      onServer(true, async ({ api, json }) => {
        await printList(api.lines<Completeness>('/v1/events/completeness'), json, [
          { heading: 'from', of: (row) => row.from, align: 'right' },
          { heading: 'to', of: (row) => row.to, align: 'right' },
          { heading: 'count', of: (row) => row.count, align: 'right' },
          { heading: 'digest', of: (row) => row.digest },
        ]);
      }),
    );
}

async function beforeTheLast(api: ApiClient, last: number): Promise<string> {
  let end = 0;
  for await (const block of api.lines<Completeness>('/v1/events/completeness')) end = Number(block.to);
  return String(Math.max(0, end - last));
}

async function* pages(api: ApiClient, from: string, type?: string): AsyncGenerator<FeedItem> {
  for (let after = from; ;) {
    const { items } = await api.get<FeedPage>('/v1/events', { after, limit: '1000', type });
    yield* items;
    const last = items.at(-1);
    if (!last) return;
    after = last.position;
  }
}

const itemInWords = (item: FeedItem): string =>
  [item.position.padStart(8), item.time ?? '–', (item.type ?? '(left out)').padEnd(28), item.subject ?? item.leaf].join('  ');
