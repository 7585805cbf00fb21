import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import fc from 'fast-check';
import { readBatchRequest } from './batch-request.js';

const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const payload = fc.uint8Array({ maxLength: 1_000 });
const event = fc.record({ id: fc.uuid(), halves: fc.boolean(), type: text, contentType: text, data: payload, metadata: payload });
const request = fc.record({
  correlationId: fc.uuid(),
  stream: fc.option(text),
  isFinal: fc.boolean(),
  events: fc.array(event, { maxLength: 10 }),
});
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;
type Request = typeof request extends fc.Arbitrary<infer R> ? R : never;

function uuid(id: string, halves = false): InstanceType<typeof shared.UUID> {
  const message = new shared.UUID();
  if (!halves) return message.setString(id);
  const half = (from: number): string => BigInt.asIntN(64, BigInt(`0x${id.replaceAll('-', '').slice(from, from + 16)}`)).toString();
  const structured = new shared.UUID.Structured();
  return message.setStructured(structured.setMostSignificantBits(half(0)).setLeastSignificantBits(half(16)));
}

function proposed({ id, halves, type, contentType, data, metadata }: Event) {
  const message = new streams.BatchAppendReq.ProposedMessage();
  message.setId(uuid(id, halves));
  message.getMetadataMap().set('type', type).set('content-type', contentType).set('another', 'of no use');
  return message.setData(data).setCustomMetadata(metadata);
}

function encoded({ correlationId, stream, isFinal, events }: Request): Buffer {
  const message = new streams.BatchAppendReq();
  message.setCorrelationId(uuid(correlationId)).setIsFinal(isFinal).setProposedMessagesList(events.map(proposed));
  if (stream !== null) {
    const identifier = new shared.StreamIdentifier();
    identifier.setStreamName(Buffer.from(stream));
    message.setOptions(new streams.BatchAppendReq.Options().setStreamIdentifier(identifier));
  }
  return Buffer.from(message.serializeBinary());
}

it('reads what the generated classes write', () => {
  fc.assert(
    fc.property(request, (sent) => {
      const read = readBatchRequest(encoded(sent));
      expect(shared.UUID.deserializeBinary(read.correlationId).getString()).toBe(sent.correlationId);
      expect(read.isFinal).toBe(sent.isFinal);
      const name = read.options?.getStreamIdentifier()?.getStreamName_asU8();
      expect(name === undefined ? null : Buffer.from(name).toString()).toBe(sent.stream);
      expect(read.proposed.map(({ data, metadata, ...fields }) => ({ ...fields, data: [...data], metadata: [...metadata] }))).toEqual(
        sent.events.map(({ id, type, contentType, data, metadata }) => ({
          id,
          type,
          contentType,
          data: [...data],
          metadata: [...metadata],
        })),
      );
    }),
  );
});

it('passes over fields it does not know, and ends on whatever is cut off or no message at all', () => {
  const known = encoded({ correlationId: '00000000-0000-5000-8000-000000000001', stream: 's', isFinal: true, events: [] });
  const unknown = Buffer.from([
    (9 << 3) | 2,
    3,
    1,
    2,
    3,
    10 << 3,
    200,
    1,
    (11 << 3) | 5,
    0,
    0,
    0,
    0,
    (12 << 3) | 1,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  expect(readBatchRequest(Buffer.concat([unknown, known, unknown]))).toMatchObject({ isFinal: true, proposed: [] });
  const ends = (message: Buffer): void => {
    try {
      readBatchRequest(message);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
  };
  fc.assert(fc.property(request, fc.nat(), (sent, cut) => ends(encoded(sent).subarray(0, cut % (encoded(sent).length + 1)))));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => ends(Buffer.from(bytes))));
});
