import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import fc from 'fast-check';
import { decodeReadsNatively } from './native-read.js';

type ReadResp = InstanceType<typeof streams.ReadResp>;
const { ReadEvent } = streams.ReadResp;

/** Revisions and positions up to the largest that the protocol knows: 2^63 − 1 stands for a deleted stream. */
const count = fc.oneof({ weight: 9, arbitrary: fc.nat() }, { weight: 1, arbitrary: fc.bigInt(0n, 2n ** 63n - 1n) }).map(String);

const recorded = fc
  .record({
    id: fc.uuid(),
    structured: fc.nat(9).map((n) => n === 0),
    stream: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
    revision: count,
    commit: count,
    type: fc.string({ unit: 'grapheme' }),
    data: fc.uint8Array({ maxLength: 20_000 }),
    metadata: fc.uint8Array({ maxLength: 300 }),
  })
  .map(({ id, structured, stream, revision, commit, type, data, metadata }) => {
    const uuid = new shared.UUID();
    const event = new ReadEvent.RecordedEvent()
      .setId(structured ? uuid.setStructured(new shared.UUID.Structured().setMostSignificantBits('7')) : uuid.setString(id))
      .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)))
      .setStreamRevision(revision)
      .setCommitPosition(commit)
      .setPreparePosition(commit)
      .setCustomMetadata(metadata)
      .setData(data);
    event.getMetadataMap().set('type', type).set('content-type', 'application/json').set('created', '16000000000000000');
    return event;
  });

const message = fc.oneof(
  fc.tuple(recorded, fc.option(recorded, { freq: 1 }), fc.boolean()).map(([event, link, hasPosition]) => {
    const read = new ReadEvent().setEvent(event);
    if (link) read.setLink(link);
    if (hasPosition) read.setCommitPosition(event.getCommitPosition());
    else read.setNoPosition(new shared.Empty());
    return new streams.ReadResp().setEvent(read);
  }),
  fc.constantFrom(
    new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('s')),
    new streams.ReadResp().setCheckpoint(new streams.ReadResp.Checkpoint().setCommitPosition('7').setPreparePosition('7')),
    new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()),
    new streams.ReadResp().setEvent(new ReadEvent()),
  ),
);

/** Everything that the client asks of an answer. */
function asked(answer: ReadResp) {
  const read = answer.hasEvent() ? answer.getEvent()! : null;
  const of = (event: InstanceType<typeof ReadEvent.RecordedEvent>) => ({
    type: event.getMetadataMap().get('type'),
    contentType: event.getMetadataMap().get('content-type'),
    created: event.getMetadataMap().get('created'),
    stream: Buffer.from(event.getStreamIdentifier()!.getStreamName() as Uint8Array).toString(),
    id: event.getId()!.hasStructured() ? event.getId()!.getStructured()!.getMostSignificantBits() : event.getId()!.getString(),
    revision: BigInt(event.getStreamRevision()),
    position: [BigInt(event.getCommitPosition()), BigInt(event.getPreparePosition())],
    metadata: Buffer.from(event.getCustomMetadata_asU8()).toString('hex'),
    data: Buffer.from(event.getData() as Uint8Array).toString('hex'),
    bytes: Buffer.from(event.getData_asU8()).toString('hex'),
  });
  return {
    event: read?.hasEvent() ? of(read.getEvent()!) : null,
    link: read?.hasLink() ? of(read.getLink()!) : null,
    commit: read?.hasCommitPosition() ? BigInt(read.getCommitPosition()) : null,
    others: read ? null : answer.toObject(),
  };
}

it('the client is told of every answer what the generated reader tells it', () => {
  const wires = fc.sample(message, 1_000).map((one) => one.serializeBinary());
  const before = wires.map((wire) => asked(streams.ReadResp.deserializeBinary(wire)));
  decodeReadsNatively();
  expect(wires.map((wire) => asked(streams.ReadResp.deserializeBinary(wire)))).toEqual(before);
  expect(wires.filter((wire) => !(streams.ReadResp.deserializeBinary(wire) instanceof streams.ReadResp)).length).toBeGreaterThan(100);
});
