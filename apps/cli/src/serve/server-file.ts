import { rmSync } from 'node:fs';
import { type DataFolder } from './data-folder.js';
import { readJsonFile, writeJsonFile } from './json-file.js';
import { isAlive, markOf, type ProcessMark } from './process-mark.js';

/** What `run/server.json` says: the supervising process and where its API answers. */
export interface ServerFile extends ProcessMark {
  readonly url: string;
}

/** The server that works on the folder now; null where none does, also where a killed one left its file behind. */
export function runningServer(folder: DataFolder): ServerFile | null {
  const file = readJsonFile<ServerFile>(folder.serverFile);
  return file && isAlive(file) ? file : null;
}

export function announceServer(folder: DataFolder, url: string): void {
  writeJsonFile(folder.serverFile, { ...markOf(process.pid), url });
}

export const withdrawServer = (folder: DataFolder): void => rmSync(folder.serverFile, { force: true });
