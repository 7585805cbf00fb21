import { type Command } from 'commander';
import { ProblemError, unavailable } from '#libs/platform';
import { type GlobalOptions, globalOptions } from '../global-options.js';
import { serverOf } from '../serve/folder-lock.js';
import { serveForOneCommand } from '../serve/serve-for-one-command.js';
import { localTokens } from '../serve/local-token.js';
import { say } from '../output/print.js';
import { ApiClient } from './api-client.js';
import { caughtUp, seen } from './caught-up.js';

/** What a command works with: a server to ask, and how to answer. */
export interface Session {
  readonly api: ApiClient;
  readonly json: boolean;
  readonly globals: GlobalOptions;
}

export type CommandWork<O> = (session: Session, args: readonly string[], options: O) => Promise<void>;

/**
 * A commander action that needs a server: the one named by `--url`, else the one that works on the data folder, else, where the command
 * may, one that is started for the time of the command. It says where a list goes on that it printed a page of, and ends once the read models have what it changed:
 * the next command sees it.
 */
export function onServer<O extends object>(autoStart: boolean, work: CommandWork<O>): (this: Command) => Promise<void> {
  return async function (this: Command) {
    const globals = globalOptions(this);
    const run = async (api: ApiClient) => {
      await work({ api, json: globals.json, globals }, this.processedArgs as string[], this.opts<O>());
      if (api.next !== null) say(`There is more: the next page begins with --after ${api.next}`);
      if (api.lastToken !== null) await untilSeen(api, api.lastToken);
    };
    if (globals.url !== null) return run(new ApiClient(globals.url, tokenOf(globals)));
    const running = await serverOf(globals.folder);
    if (running) return run(new ApiClient(running.url, tokenOf(globals)));
    if (!autoStart) {
      throw unavailable(
        'CLI.NO_SERVER',
        `No server works on ${globals.folder.path}. Start one with "leadledger serve", or name a running one with --url or LEADLEDGER_URL`,
      );
    }
    return serveForOneCommand(globals.folder, async (url) => {
      const api = new ApiClient(url, tokenOf(globals));
      await untilCaughtUp(api);
      await run(api);
    });
  };
}

/** An import or a whole log that is read for the first time takes long; one command does not. */
const PATIENCE_MS = 10 * 60_000;
const A_COMMAND_MS = 10_000;

/** Waits for the read models (to have what the token stands for, else all that is in the log), and says where they still lag behind. */
export async function untilCaughtUp(api: ApiClient, token: string | null = null): Promise<void> {
  if (!(await (token === null ? caughtUp(api, PATIENCE_MS) : seen(api, token, PATIENCE_MS)))) say(BEHIND);
}

const BEHIND =
  'The read models have not read the whole log yet; answers name the position they rest on. "leadledger projections status" says more';

/** The command is done and its answer printed: what becomes of the read models is no failure of it. */
async function untilSeen(api: ApiClient, token: string): Promise<void> {
  try {
    if (!(await seen(api, token, A_COMMAND_MS))) say(BEHIND);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    say(`It is done; whether the read models have it cannot be said: ${error.message}`);
  }
}

const tokenOf = (globals: GlobalOptions): (() => Promise<string | null>) => {
  const { token, folder } = globals;
  return token === null ? localTokens(folder) : () => Promise.resolve(token);
};
