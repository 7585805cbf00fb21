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

/** Both clocks. */
export interface Clocks extends AsKnown {
  readonly at?: string;
}

export const takesClocks = (command: Command): Command =>
  takesAsKnown(command.option('--at <instant>', 'the instant asked about (ISO 8601); default now'));

export const clocksQuery = ({ at, ...known }: Clocks): Query => ({ at, ...asKnownQuery(known) });

export const asKnownQuery = ({ knownAt, position }: AsKnown): Query => ({ knownAt, position });

/** A path segment: a lead may be named `source:external-id`, a rep by any name. */
export const segment = (text: string): string => encodeURIComponent(text);
