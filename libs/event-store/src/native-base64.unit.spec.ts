import streams from '@eventstore/db-client/generated/streams_pb.js';
import fc from 'fast-check';
import { decodeBase64Natively } from './native-base64.js';

const { ProposedMessage } = streams.BatchAppendReq;

const onTheWire = (data: string | Uint8Array): Uint8Array => {
  const message = new ProposedMessage();
  message.setData(data);
  return message.serializeBinary();
};

it('the bytes on the wire are those of the decoder of the client', () => {
  const payloads = fc.sample(fc.uint8Array({ maxLength: 2_000 }), 200);
  const wires = () => payloads.flatMap((data) => [onTheWire(Buffer.from(data).toString('base64')), onTheWire(data)]);
  const before = wires();
  decodeBase64Natively();
  expect(wires()).toEqual(before);
});
