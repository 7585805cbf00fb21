import { status } from '@grpc/grpc-js';
import { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type LogRecord } from '../log/log-record.js';
import { badRequest, CallError } from './call-errors.js';

export type From = 'start' | 'end' | number;

interface Filter {
  matches(record: LogRecord): boolean;
  /** A checkpoint is due after so many events were considered. */
  readonly checkpointInterval: number;
}

/** A request of `Streams.Read`: a finite read has a count, a subscription has none. */
export interface ReadRequest {
  /** Null: `$all`. */
  readonly stream: string | null;
  readonly from: From;
  readonly backwards: boolean;
  readonly resolveLinks: boolean;
  readonly count: number | null;
  readonly filter: Filter | null;
}

const DEFAULT_WINDOW = 32;

/** Throws INVALID_ARGUMENT for combinations that a real server refuses too. */
export function parseReadRequest(request: ReadReq): ReadRequest {
  const options = request.getOptions();
  if (!options) throw badRequest('The request has no options');
  if (!options.hasUuidOption()) throw badRequest('The request has no UUID option');
  const streamOptions = options.getStream();
  const allOptions = options.getAll();
  const isSubscription = options.hasSubscription();
  const backwards = options.getReadDirection() === 1;
  if (isSubscription && backwards) throw badRequest('The combination of a subscription and reading backwards is invalid.');
  const filterOptions = options.getFilter();
  if (filterOptions && !(isSubscription && allOptions)) throw badRequest('The combination of a filter and this read is invalid.');
  const common = { backwards, resolveLinks: options.getResolveLinks(), count: isSubscription ? null : toNumber(options.getCount()) };
  if (streamOptions) {
    const stream = Buffer.from(streamOptions.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
    if (stream === '') throw badRequest('The request names no stream');
    return { ...common, stream, from: fromOf(streamOptions, () => streamOptions.getRevision()), filter: null };
  }
  if (!allOptions) throw badRequest('The request names neither a stream nor $all');
  const from = fromOf(allOptions, () => allOptions.getPosition()?.getCommitPosition() ?? '0');
  return { ...common, stream: null, from, filter: filterOptions ? parseFilter(filterOptions) : null };
}

function fromOf(options: { hasStart(): boolean; hasEnd(): boolean }, place: () => string): From {
  if (options.hasStart()) return 'start';
  if (options.hasEnd()) return 'end';
  const text = place();
  return text === '18446744073709551615' ? 'end' : toNumber(text);
}

/** Numbers past 2^53 mean "beyond the end" wherever they can stand. */
const toNumber = (text: string): number => Math.min(Number(text), Number.MAX_SAFE_INTEGER);

function parseFilter(options: NonNullable<ReturnType<NonNullable<ReturnType<ReadReq['getOptions']>>['getFilter']>>): Filter {
  const byStream = options.getStreamIdentifier();
  const expression = byStream ?? options.getEventType();
  if (!expression) throw badRequest('The filter is neither on stream names nor on event types');
  const multiplier = options.getCheckpointintervalmultiplier();
  if (multiplier === 0) throw badRequest('The checkpoint interval must be greater than zero');
  const matchesText = matcher(expression.getRegex(), expression.getPrefixList());
  return {
    matches: byStream ? (record) => matchesText(record.stream) : (record) => matchesText(record.type),
    checkpointInterval: multiplier * (options.hasMax() ? Math.max(1, options.getMax()) : DEFAULT_WINDOW),
  };
}

/** A regular expression wins over prefixes; neither matches nothing. */
function matcher(regex: string, prefixes: readonly string[]): (text: string) => boolean {
  if (regex === '') return (text) => prefixes.some((prefix) => text.startsWith(prefix));
  try {
    const compiled = new RegExp(regex);
    return (text) => compiled.test(text);
  } catch (error) {
    throw new CallError(status.UNKNOWN, `The regular expression of the filter does not compile: ${(error as Error).message}`);
  }
}
