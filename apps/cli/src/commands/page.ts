import { type Command } from 'commander';
import { type Query } from '../client/api-client.js';
import { count } from './option-values.js';

/** Which page of a list that comes by pages. */
export interface Page {
  readonly after?: string;
  readonly limit?: number;
}

/** `one`: what stands in the list, by which its pages are named. */
export const takesPage = (command: Command, one: string, most: string): Command =>
  command
    .option(`--after <${one}>`, `the page after this ${one}: the last one said where it goes on`)
    .option('--limit <n>', `how many at most; default ${most}`, count);

export const pageQuery = ({ after, limit }: Page): Query => ({ after, limit: limit?.toString() });
