import { randomUUID } from 'node:crypto';
import { type ClientDuplexStream } from '@grpc/grpc-js';
import { type EventStoreDBClient } from '@eventstore/db-client';
import { unpackToCommandError } from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import { convertToCommandError } from '@eventstore/db-client/dist/utils/CommandError.js';
import { parseUUID } from '@eventstore/db-client/dist/utils/grpcUUID.js';
import streams, { type BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { keptCalls, streamsCall } from '../client-calls.js';
import { type EventToAppend, type ExpectedRevision, type StorePosition } from '../event-log.port.js';
import { appendRequests } from './append-request.js';

type AppendCall = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;

export interface Appended {
  /** Of the last event; −1 where nothing was appended to a stream that is not there. */
  readonly revision: number;
  readonly storePosition: StorePosition | null;
}

interface Waiting {
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

/** Appends over the one call that the protocol keeps open for them (`BatchAppend`), as the client makes them, but with requests that are cheap to make. */
export class BatchAppends {
  private readonly waiting = new Map<string, Waiting>();
  private readonly call: () => Promise<AppendCall>;

  constructor(
    client: EventStoreDBClient,
    private readonly timeoutMs: number,
  ) {
    this.call = streamsCall(client, (streamsClient, ...args) => this.listen(streamsClient.batchAppend(...args)), keptCalls<AppendCall>());
  }

  /** Throws the errors of the client's `appendToStream`. */
  async append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<Appended> {
    const call = await this.call();
    const correlationId = randomUUID();
    return new Promise((resolve, reject) => {
      this.waiting.set(correlationId, { resolve, reject });
      const deadline = Date.now() + this.timeoutMs;
      for (const request of appendRequests({ correlationId, stream, expected, deadline, events })) call.write(new EncodedRequest(request));
    });
  }

  private listen(call: AppendCall): AppendCall {
    call.on('data', (response: BatchAppendResp) => this.answer(response));
    call.on('error', (error: Error) => {
      const waiting = [...this.waiting.values()];
      this.waiting.clear();
      for (const { reject } of waiting) reject(convertToCommandError(error));
    });
    return call;
  }

  private answer(response: BatchAppendResp): void {
    const correlationId = parseUUID(response.getCorrelationId()) ?? '';
    const waiting = this.waiting.get(correlationId);
    if (!waiting) return;
    this.waiting.delete(correlationId);
    const error = response.getError();
    const success = response.getSuccess();
    if (error || !success)
      return waiting.reject(
        unpackToCommandError(error!, Buffer.from(response.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()),
      );
    const position = success.getPosition();
    waiting.resolve({
      revision: success.hasNoStream() ? -1 : Number(success.getCurrentRevision()),
      storePosition: position ? { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) } : null,
    });
  }
}

/** The call takes nothing but the generated class. */
class EncodedRequest extends streams.BatchAppendReq {
  constructor(private readonly bytes: Buffer) {
    super();
  }

  override serializeBinary(): Uint8Array {
    return this.bytes;
  }
}
