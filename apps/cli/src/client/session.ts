import { type Command } from 'commander';
import { unavailable } from '#libs/platform';
import { type GlobalOptions, globalOptions } from '../global-options.js';
import { runningServer } from '../serve/server-file.js';
import { serveForOneCommand } from '../serve/serve-for-one-command.js';
import { localTokens } from '../serve/local-token.js';
import { ApiClient } from './api-client.js';

/** What a command works with: a server to ask, and how to answer. */
export interface Session {
  readonly api: ApiClient;
  readonly json: boolean;
  readonly globals: GlobalOptions;
}

export type CommandWork<O> = (session: Session, args: readonly string[], options: O) => Promise<void>;

/**
 * A commander action that needs a server: the one named by `--url`, else the one that works on the data folder, else, where the command
 * may, one that is started for the time of the command.
 */
export function onServer<O extends object>(autoStart: boolean, work: CommandWork<O>): (this: Command) => Promise<void> {
  return async function (this: Command) {
    const globals = globalOptions(this);
    const run = (api: ApiClient) => work({ api, json: globals.json, globals }, this.processedArgs as string[], this.opts<O>());
    if (globals.url !== null) return run(new ApiClient(globals.url, tokenOf(globals)));
    const running = runningServer(globals.folder);
    if (running) return run(new ApiClient(running.url, tokenOf(globals)));
    if (!autoStart) {
      throw unavailable(
        'CLI.NO_SERVER',
        `No server works on ${globals.folder.path}. Start one with "leadledger serve", or name a running one with --url or LEADLEDGER_URL`,
      );
    }
    return serveForOneCommand(globals.folder, (url) => run(new ApiClient(url, tokenOf(globals))));
  };
}

const tokenOf = (globals: GlobalOptions): (() => Promise<string | null>) => {
  const { token, folder } = globals;
  return token === null ? localTokens(folder) : () => Promise.resolve(token);
};
