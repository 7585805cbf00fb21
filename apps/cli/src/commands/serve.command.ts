import { type Command } from 'commander';
import { ApiClient } from '../client/api-client.js';
import { caughtUp } from '../client/caught-up.js';
import { globalOptions } from '../global-options.js';
import { line, say } from '../output/print.js';
import { startInstallation } from '../serve/installation.js';
import { firstAdministrator, localTokens } from '../serve/local-token.js';
import { untilToldToStop } from '../serve/until-told-to-stop.js';

/** What was acknowledged before the last stop is mostly read in this time; after that the server is worth more than the wait. */
const CATCH_UP_MS = 10_000;

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .summary('keep the whole system running on a data folder')
    .description(
      'Start everything on the data folder (database, event store, projector, worker, API), keep it running, and stop it in order on Ctrl-C. ' +
        'Prints the address of the API, and on the first start how to sign in.',
    )
    .action(async function (this: Command) {
      const { folder, json } = globalOptions(this);
      const stopRequest = untilToldToStop();
      const installation = await startInstallation(folder, 'serve', say);
      await caughtUp(new ApiClient(installation.url, localTokens(folder)), CATCH_UP_MS);
      const admin = await firstAdministrator(folder);
      if (json) {
        await line(
          JSON.stringify({
            url: installation.url,
            docs: `${installation.url}/docs`,
            data: folder.path,
            ready: true,
            ...(admin && { token: admin.token }),
          }),
        );
      } else {
        await line(`LeadLedger is running on ${folder.path}`);
        await line(`  API            ${installation.url}/v1`);
        await line(`  documentation  ${installation.url}/docs`);
        if (admin) {
          await line('\nThis is the first start. The first administrator signs in with this token, which is shown once:\n');
          await line(`  ${admin.token}\n`);
          await line(`It is valid for ${admin.validDays} days:`);
          await line(`  curl -H "Authorization: Bearer $TOKEN" ${installation.url}/v1/projections`);
          await line('The command line on this machine needs no token for this folder.');
        }
        await line('\nCtrl-C stops it.');
      }
      const why = await stopRequest;
      say(`${why}: stopping`);
      await installation.stop();
      say('Stopped; everything that was acknowledged is in the folder');
    });
}
