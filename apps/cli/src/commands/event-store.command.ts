import { type Command } from 'commander';
import { type CheckedItem } from '#libs/event-store';
import { ensureDatabase, ProblemError, startEmbeddedPostgres } from '#libs/platform';
import { globalOptions } from '../global-options.js';
import { line, say } from '../output/print.js';
import { dataFolder, prepareDataFolder } from '../serve/data-folder.js';
import { freePort } from '../serve/free-port.js';
import { childEnvironment } from '../serve/surroundings.js';
import { SupervisedChild } from '../serve/supervised-child.js';
import { untilToldToStop } from '../serve/until-told-to-stop.js';
import { addCopyCommand } from './event-store-copy.command.js';

export function addEventStoreCommands(program: Command): void {
  const eventStore = program.command('event-store').description('The embedded event store alone, and a check of any event store');

  eventStore
    .command('serve')
    .description('Start the embedded event store on a data folder of its own (--data); prints one JSON line once it listens')
    .option('--port <n>', 'port to listen on (a free one, where none is named)')
    .action(async function (this: Command) {
      const folder = dataFolder(globalOptions(this).folder.path);
      const stopRequest = untilToldToStop();
      prepareDataFolder(folder);
      const postgres = await startEmbeddedPostgres({ dataDir: folder.path });
      try {
        await ensureDatabase(postgres.url('postgres'), 'events');
        const port = Number(this.opts<{ port?: string }>().port ?? (await freePort()));
        const spec = childEnvironment.specOf('event-store', {
          folder,
          ports: { api: 0, eventStore: port },
          databaseUrl: (name) => postgres.url(name),
        });
        const child = new SupervisedChild(spec, say, () => undefined);
        await child.start();
        await line(JSON.stringify({ url: `esdb://127.0.0.1:${port}?tls=false`, ready: true }));
        await stopRequest;
        await child.stop();
      } finally {
        await postgres.stop();
      }
    });

  eventStore
    .command('check')
    .description(
      'Try a running event store (--url esdb://…) on streams of its own, about a minute long: one line an item; exit 1 where one fails',
    )
    .action(async function (this: Command) {
      const { url, json } = this.optsWithGlobals<{ url?: string; json?: boolean }>();
      if (!url) this.error("error: required option '--url <url>' not specified");
      const { checkEventStore } = await import('#libs/event-store');
      const failed: CheckedItem[] = [];
      await checkEventStore(url, async (item) => {
        await line(json ? JSON.stringify(item) : `${item.ok ? 'ok  ' : 'FAIL'}  ${item.item}: ${item.seen}`);
        if (!item.ok) failed.push(item);
      });
      if (failed.length > 0) {
        const message = `The event store fails ${failed.length} item(s): ${failed.map(({ item }) => item).join('; ')}`;
        throw new ProblemError(409, [{ code: 'EVENT_STORE.CHECK_FAILED', message }]);
      }
    });

  addCopyCommand(eventStore);
}
