import { currentVersion, eventSchemas, type EventType, eventTypes } from '#libs/contracts';

type Json = Readonly<Record<string, unknown>>;

/** The AsyncAPI 3.0 document of the feed: one message an event type, its payload schema taken from the registry. */
export function asyncApiDocument({ version, url }: { version: string; url: string }): Json {
  const { host, protocol } = new URL(url);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'LeadLedger feed',
      version,
      description:
        'Every event since the first, numbered without a gap, as CloudEvents 1.0 over server-sent events (or by pages at GET /v1/events). ' +
        'A type that is filtered out, or that the role may not see, arrives as {position, leaf}. ' +
        'digest(n) = SHA-256(digest(n-1) followed by leaf(n)), from 32 zero bytes; compare yours with GET /v1/events/completeness.',
    },
    defaultContentType: 'application/json',
    servers: { api: { host, protocol: protocol.replace(':', ''), security: [{ $ref: '#/components/securitySchemes/bearer' }] } },
    channels: {
      events: {
        address: '/v1/events/stream',
        title: 'The feed',
        messages: Object.fromEntries([...eventTypes, BARE].map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      follow: {
        action: 'receive',
        channel: { $ref: '#/channels/events' },
        summary: 'Follow the log from any position (Last-Event-ID or ?after=)',
      },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      messages: { ...Object.fromEntries(eventTypes.map((type) => [type, messageOf(type)])), [BARE]: bareMessage },
    },
  };
}

const BARE = 'left-out';

const position = { type: 'string', pattern: '^\\d{1,15}$', description: 'dense number of the event among ours, 1, 2, 3 …' };
const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const instant = { type: 'string', format: 'date-time' };

const bareMessage: Json = {
  name: BARE,
  title: 'An event that is not shown; it still has its place in the chain',
  payload: { type: 'object', required: ['position', 'leaf'], properties: { position, leaf: sha256 } },
};

const messageOf = (type: EventType): Json => ({
  name: type,
  title: type,
  summary: `Schema version ${currentVersion(type)}`,
  payload: {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'subject', 'data', 'position', 'knownat', 'leaf', 'digest'],
    properties: {
      specversion: { const: '1.0' },
      id: { type: 'string', format: 'uuid' },
      source: { type: 'string' },
      type: { const: type },
      subject: { type: 'string', description: 'the lead (or rep, team, person …)' },
      time: { ...instant, description: 'occurredAt; absent where it is unknown' },
      datacontenttype: { const: 'application/json' },
      data: eventSchemas[type],
      position,
      knownat: instant,
      occurredprecision: { enum: ['instant', 'day', 'unknown'] },
      leaf: { ...sha256, description: 'SHA-256 of the canonical JSON (RFC 8785) of {id, type, stream, revision, data, metadata}' },
      digest: sha256,
      stream: { type: 'string' },
      revision: { type: 'integer', minimum: 0 },
      metadata: {
        type: 'string',
        description: 'canonical JSON of the metadata: actor, commandId, correlationId, causationId, both clocks, findings',
      },
    },
  },
});
