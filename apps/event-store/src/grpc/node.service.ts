import { randomUUID } from 'node:crypto';
import { type sendUnaryData, type ServerUnaryCall, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { WireMessage } from './wire.js';

/** The version whose protocol is spoken. */
const VERSION = '24.10.0';
const LEADER = 8;
const STREAMS = 'event_store.client.streams.streams';
const FEATURES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  [STREAMS]: { read: ['position', 'events'], append: [], batchappend: ['deadline_duration'], delete: [], tombstone: [] },
  'event_store.client.server_features.serverfeatures': { getsupportedmethods: [] },
  'event_store.client.gossip.gossip': { read: [] },
  // Not implemented, and named here all the same: else the client would blame the version of the server, or try HTTP/1.1 on this port.
  'event_store.client.persistent_subscriptions.persistentsubscriptions': Object.fromEntries(
    ['create', 'update', 'delete', 'read', 'getinfo', 'list', 'replayparked', 'restartsubsystem'].map((method) => [
      method,
      ['stream', 'all'],
    ]),
  ),
};

const encoded = { responseSerialize: (frame: Buffer): Buffer => frame };
type UnaryCall = ServerUnaryCall<unknown, Buffer>;

export const featuresDefinition: ServiceDefinition = {
  getSupportedMethods: { ...ServerFeaturesService.getSupportedMethods, ...encoded },
};

/** What the client may call; persistent subscriptions then answer UNIMPLEMENTED. */
export function featuresImplementation(): UntypedServiceImplementation {
  const answer = new WireMessage();
  for (const [service, methods] of Object.entries(FEATURES)) {
    for (const [method, features] of Object.entries(methods)) {
      const message = new WireMessage().text(1, method).text(2, service);
      for (const feature of features) message.text(3, feature);
      answer.message(1, message);
    }
  }
  const frame = answer.text(2, VERSION).toBuffer();
  return { getSupportedMethods: (_call: UnaryCall, callback: sendUnaryData<Buffer>) => callback(null, frame) };
}

export const gossipDefinition: ServiceDefinition = { read: { ...GossipService.read, ...encoded } };

/** A cluster of one: this node, alive and leading, at the address under which the client has just reached it. */
export function gossipImplementation(address: () => { host: string; port: number }): UntypedServiceImplementation {
  const instanceId = randomUUID();
  return {
    read: (call: UnaryCall, callback: sendUnaryData<Buffer>) => {
      const own = address();
      const [, dialled, dialledPort] = /^(.+):(\d+)$/.exec(call.getHost()) ?? [];
      const host = dialled ?? own.host;
      const port = dialledPort === undefined ? own.port : Number(dialledPort);
      const member = new WireMessage()
        .message(1, new WireMessage().text(2, instanceId))
        .uint(2, Date.now())
        .uint(3, LEADER)
        .uint(4, 1)
        .message(5, new WireMessage().text(1, host).uint(2, port));
      callback(null, new WireMessage().message(1, member).toBuffer());
    },
  };
}
