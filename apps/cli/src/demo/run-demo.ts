import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { importHistory, loadMapping, SAMPLE_ABSENCES, SAMPLE_STORIES, writeSampleHistory } from '#libs/history';
import { ApiClient } from '../client/api-client.js';
import { importSink } from '../client/import-sink.js';
import { untilCaughtUp } from '../client/session.js';
import { readText } from '../commands/given-file.js';
import { line } from '../output/print.js';
import { dataFolder } from '../serve/data-folder.js';
import { localTokens } from '../serve/local-token.js';
import { serveForOneCommand } from '../serve/serve-for-one-command.js';
import { beforeItDecides } from './before-it-decides.js';
import { isItHealthy } from './is-it-healthy.js';
import { enterHeldBackMail, whoDroppedTheBall } from './who-dropped-the-ball.js';
import { whatDidItMean } from './what-did-it-mean.js';
import { whoOwnedItWhen } from './who-owned-it-when.js';
import { whoToday } from './who-today.js';

/** The morning after the last day of the sample, half past eight in Berlin. */
const SAMPLE_NOW = '2026-05-18T06:30:00.000Z';

/**
 * The whole way of the data on a folder of its own: start, import of the sample, the four answers through the public API, stop. The folder is
 * removed afterwards unless `keep` names one.
 */
export async function runDemo(keep: string | null): Promise<void> {
  const folder = dataFolder(keep ?? mkdtempSync(join(tmpdir(), 'leadledger-demo-')));
  if (keep === null) chmodSync(folder.path, 0o711);
  try {
    const began = Date.now();
    const seconds = () => `${((Date.now() - began) / 1_000).toFixed(1)} s`;
    await line(`Starting database, event store, projector, worker and API ${keep === null ? 'in a throw-away folder' : `in ${keep}`} …`);
    await serveForOneCommand(folder, async (url) => {
      const api = new ApiClient(url, localTokens(folder));
      await line(`Ready after ${seconds()}. Importing the sample history …`);
      await load(api, join(folder.path, 'sample-history'));
      await answers(api);
      await line(`\nDone in ${seconds()}.`);
    });
    if (keep !== null)
      await line(
        `The folder stays. Ask on, for example:\n  npm run -s leadledger -- history sample:${SAMPLE_STORIES.twoClocks} --data ${relative('.', folder.path) || '.'}`,
      );
  } finally {
    if (keep === null) rmSync(folder.path, { recursive: true, force: true });
  }
}

/** The sample takes the way of every history: files, a mapping, the normal import. Who was away and what was held back no export says; it is told by command. */
async function load(api: ApiClient, folder: string): Promise<void> {
  const files = await writeSampleHistory(folder);
  const summary = await importHistory(await loadMapping(files.mapping), {
    sink: importSink(api),
    rejectsPath: join(folder, 'rejects.csv'),
  });
  for (const { rep, ...absence } of SAMPLE_ABSENCES) await api.post(`/v1/reps/${rep}/absences`, absence);
  for (const { path, reason } of files.definitions) await api.post('/v1/definitions', { document: readText(path), reason });
  await line(
    `${summary.rows} rows became ${summary.events} events of ${summary.leads} leads in ${summary.seconds.toFixed(1)} s; ${summary.rejected} rows rejected.`,
  );
  await untilCaughtUp(api);
  await enterHeldBackMail(api, files);
  await untilCaughtUp(api);
}

async function answers(api: ApiClient): Promise<void> {
  await title('1. Who owned it when');
  await line(
    await whoOwnedItWhen(api, {
      lead: `sample:${SAMPLE_STORIES.twoClocks}`,
      from: '2026-03-03',
      to: '2026-03-27',
      at: '2026-03-05T11:00:00.000Z',
      knownAt: '2026-03-06T11:00:00.000Z',
    }),
  );
  await title('2. Who today');
  await line(await whoToday(api, 'di', SAMPLE_NOW));
  await title('3. Is the process healthy');
  await line(await isItHealthy(api, 'inbound', '2026-02-23', '2026-05-17'));
  await title('And who dropped the ball');
  await line(await whoDroppedTheBall(api, '2026-03-01', '2026-05-17'));
  await title('4. What did the number mean');
  await line(await whatDidItMean(api, { before: 'sample_leads@1', after: 'sample_leads@2', from: '2026-04-01', to: '2026-04-30' }));
  await title('And before a rule decides');
  await line(await beforeItDecides(api, '2026-02-23', '2026-05-17'));
}

const title = (text: string): Promise<void> => line(`\n━━ ${text} ${'━'.repeat(Math.max(0, 76 - text.length))}\n`);
