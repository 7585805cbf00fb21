import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type LogRecord, TOMBSTONE } from '../log/log-record.js';
import { caughtUpFrame, checkpointFrame, confirmationFrame, eventFrame, linkFrame, streamNotFoundFrame } from './event-frame.js';

const record: LogRecord = {
  position: 4_503_599_627_370_497,
  stream: 'ströam ☃\0',
  revision: 300,
  id: '5f2c1f0e-64a8-4f0f-9f4e-0a1d0f6f3c11',
  type: 'lead.captured',
  isJson: true,
  createdMs: 1_772_000_000_123,
  data: Buffer.alloc(70_000, 7),
  metadata: Buffer.from([0, 255]),
};
const decode = (frame: Buffer) => streams.ReadResp.deserializeBinary(new Uint8Array(frame));

describe('answers written by hand', () => {
  it('read back by the generated classes of the client as what they were made of', () => {
    const event = decode(eventFrame(record)).getEvent()!;
    const recorded = event.getEvent()!;
    expect(event.getCommitPosition()).toBe('4503599627370497');
    expect([recorded.getCommitPosition(), recorded.getPreparePosition(), recorded.getStreamRevision()]).toEqual([
      '4503599627370497',
      '4503599627370497',
      '300',
    ]);
    expect(recorded.getId()?.getString()).toBe(record.id);
    expect(Buffer.from(recorded.getStreamIdentifier()!.getStreamName_asU8()).toString()).toBe(record.stream);
    expect(recorded.getMetadataMap().toObject(false)).toEqual([
      ['content-type', 'application/json'],
      ['created', '17720000001230000'],
      ['type', 'lead.captured'],
    ]);
    expect(Buffer.from(recorded.getData_asU8()).equals(Buffer.from(record.data))).toBe(true);
    expect([...recorded.getCustomMetadata_asU8()]).toEqual([0, 255]);
  });

  it('give a tombstone the revision 2^63−1', () => {
    const recorded = decode(eventFrame({ ...record, revision: TOMBSTONE, frame: undefined }))
      .getEvent()!
      .getEvent()!;
    expect(recorded.getStreamRevision()).toBe('9223372036854775807');
  });

  it('give a link its own position, and no event where the target is gone', () => {
    const link = { ...record, position: 9, type: '$>' };
    const resolved = decode(linkFrame(record, link)).getEvent()!;
    expect([resolved.getCommitPosition(), resolved.getEvent()!.getStreamRevision(), resolved.getLink()!.getCommitPosition()]).toEqual([
      '9',
      '300',
      '9',
    ]);
    expect(decode(linkFrame(null, link)).getEvent()!.hasEvent()).toBe(false);
  });

  it('say the rest of what a read may say', () => {
    expect(decode(confirmationFrame('abc')).getConfirmation()?.getSubscriptionId()).toBe('abc');
    expect(decode(checkpointFrame(300)).getCheckpoint()?.getCommitPosition()).toBe('300');
    expect(decode(caughtUpFrame()).hasCaughtUp()).toBe(true);
    const missing = decode(streamNotFoundFrame('ö')).getStreamNotFound()?.getStreamIdentifier()?.getStreamName_asU8();
    expect(Buffer.from(missing!).toString()).toBe('ö');
  });
});
