import streams, { type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import fc from 'fast-check';
import { type EventToAppend, type ExpectedRevision } from '../event-log.port.js';
import { type AppendRequest, appendRequests } from './append-request.js';

const text = fc.string({ unit: 'grapheme', maxLength: 300 });
const event = fc
  .record({ id: fc.uuid(), type: text, data: fc.dictionary(text, fc.jsonValue()), metadata: fc.dictionary(text, fc.jsonValue()) })
  .map((fields) => fields as unknown as EventToAppend);
const request: fc.Arbitrary<AppendRequest> = fc.record({
  correlationId: fc.uuid(),
  stream: text,
  expected: fc.oneof(fc.maxSafeNat(), fc.constantFrom<ExpectedRevision>('no-stream', 'any', 'stream-exists')),
  deadline: fc.integer({ min: 0, max: 4e12 }),
  events: fc.array(event, { maxLength: 20 }),
});

const read = (message: Buffer): BatchAppendReq => streams.BatchAppendReq.deserializeBinary(new Uint8Array(message));

const json = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

const saysOf = (options: BatchAppendReq.Options | undefined): ExpectedRevision | undefined => {
  if (options?.hasNoStream()) return 'no-stream';
  if (options?.hasAny()) return 'any';
  return options?.hasStreamExists() ? 'stream-exists' : Number(options?.getStreamPosition());
};

const eventsOf = (message: BatchAppendReq) =>
  message.getProposedMessagesList().map((proposed) => ({
    id: proposed.getId()?.getString(),
    type: proposed.getMetadataMap().get('type'),
    contentType: proposed.getMetadataMap().get('content-type'),
    data: json(proposed.getData_asU8()),
    metadata: json(proposed.getCustomMetadata_asU8()),
  }));

const expectedEvents = (events: readonly EventToAppend[]) =>
  events.map(({ id, type, data, metadata }) => ({
    id,
    type,
    contentType: 'application/json',
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadata),
  }));

it('the generated classes read what was written', () => {
  fc.assert(
    fc.property(request, (append) => {
      const [message, ...others] = appendRequests(append).map(read);
      const options = message!.getOptions();
      expect(others).toEqual([]);
      expect(message!.getCorrelationId()?.getString()).toBe(append.correlationId);
      expect(message!.getIsFinal()).toBe(true);
      expect(json(options!.getStreamIdentifier()!.getStreamName_asU8())).toBe(append.stream);
      expect(saysOf(options)).toBe(append.expected);
      expect(options!.getDeadline()?.toDate().getTime()).toBe(append.deadline);
      expect(eventsOf(message!)).toEqual(expectedEvents(append.events));
    }),
  );
});

it('a large append goes in several messages, of which the first alone has the options and the last alone is final', () => {
  const large = (id: string) => ({ id, type: 'large', data: { text: 'x'.repeat(900_000) }, metadata: {} }) as unknown as EventToAppend;
  const events = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(large);
  const encoded = appendRequests({ correlationId: 'one', stream: 's', expected: 'any', deadline: 0, events });
  const messages = encoded.map(read);
  expect(encoded.every(({ length }) => length <= 3 * 1024 * 1024)).toBe(true);
  expect(messages.map((message) => message.hasOptions())).toEqual([true, false, false]);
  expect(messages.map((message) => message.getIsFinal())).toEqual([false, false, true]);
  expect(messages.map((message) => message.getCorrelationId()?.getString())).toEqual(['one', 'one', 'one']);
  expect(messages.flatMap(eventsOf)).toEqual(expectedEvents(events));
});
