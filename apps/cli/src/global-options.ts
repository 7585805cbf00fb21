import { type Command } from 'commander';
import { invalid } from '#libs/platform';
import { dataFolder, type DataFolder } from './serve/data-folder.js';

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly json: boolean;
  /** A running server, from `--url` or `LEADLEDGER_URL`; null: the server of the data folder. */
  readonly url: string | null;
  /** `LEADLEDGER_TOKEN`; null: minted from the data folder's own key. */
  readonly token: string | null;
  readonly folder: DataFolder;
}

/** Reads the options beside a command's own. Errors: `CLI.BAD_URL` (422). */
export function globalOptions(command: Command, env: NodeJS.ProcessEnv = process.env): GlobalOptions {
  const options = command.optsWithGlobals<{ json?: boolean; url?: string; data?: string }>();
  const url = options.url ?? (env['LEADLEDGER_URL'] || null);
  if (url !== null && !/^https?:\/\//.test(url))
    throw invalid({ code: 'CLI.BAD_URL', message: `${url} is no address of a server; it begins with http:// or https://` });
  return {
    json: options.json ?? false,
    url: url === null ? null : url.replace(/\/+$/, ''),
    token: env['LEADLEDGER_TOKEN'] || null,
    folder: dataFolder(options.data ?? (env['LEADLEDGER_DATA'] || '.leadledger')),
  };
}
