import { type Command } from 'commander';
import { type Query } from '../client/api-client.js';

/** The second clock, which every read takes. */
export interface AsKnown {
  readonly knownAt?: string;
  readonly position?: string;
}

export const takesAsKnown = (command: Command): Command =>
  command
    .option('--known-at <instant>', 'as it was known then (ISO 8601)')
    .option('--position <n>', 'as it was known at this position of the log');

export const asKnownQuery = ({ knownAt, position }: AsKnown): Query => ({ knownAt, position });

/** A path segment: a lead may be named `source:external-id`, a rep by any name. */
export const segment = (text: string): string => encodeURIComponent(text);
