import { createStreamIdentifier } from '@eventstore/db-client/dist/utils/grpcStreamIdentifier.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams, { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type StorePosition } from './event-log.port.js';

/** One stream, or the whole log, from a place (inclusive; default its first event, or its last where backwards) to its present end. */
export interface Wanted {
  /** With its prefix; none: the whole log. */
  readonly stream?: string;
  /** A revision of the stream, or a position of the log. */
  readonly from?: number | StorePosition;
  readonly backwards?: boolean;
  /** At most so many events. */
  readonly limit?: number;
  /** Ends the read early and quietly. */
  readonly signal?: AbortSignal;
}

const { ReadReq: Request } = streams;
const { Options } = Request;

export function readRequest({ stream, from, backwards = false, limit = Number.MAX_SAFE_INTEGER }: Wanted): ReadReq {
  const options = new Options();
  if (stream === undefined) options.setAll(placed(new Options.AllOptions(), from, backwards));
  else {
    const ofStream = placed(new Options.StreamOptions(), from, backwards);
    ofStream.setStreamIdentifier(createStreamIdentifier(stream));
    options.setStream(ofStream);
  }
  options.setReadDirection(backwards ? 1 : 0);
  options.setCount(String(limit));
  const uuids = new Options.UUIDOption();
  uuids.setString(new shared.Empty());
  options.setUuidOption(uuids);
  options.setNoFilter(new shared.Empty());
  const request = new Request();
  request.setOptions(options);
  return request;
}

function placed<T extends ReadReq.Options.AllOptions | ReadReq.Options.StreamOptions>(
  options: T,
  from: Wanted['from'],
  backwards: boolean,
): T {
  if (from === undefined) {
    if (backwards) options.setEnd(new shared.Empty());
    else options.setStart(new shared.Empty());
  } else if (typeof from === 'number') (options as ReadReq.Options.StreamOptions).setRevision(String(from));
  else {
    const position = new Options.Position();
    position.setCommitPosition(String(from.commit));
    position.setPreparePosition(String(from.prepare));
    (options as ReadReq.Options.AllOptions).setPosition(position);
  }
  return options;
}
