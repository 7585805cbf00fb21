import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { GENESIS_DIGEST, leafOf, nextDigest } from './index.js';

const event = {
  id: '1b671a64-40d5-491e-99b0-da01ff1f3341',
  type: 'lead.reopened',
  stream: 'lead-7',
  revision: 3,
  data: { reason: null },
  metadata: { b: 1, a: 'é' },
};

describe('leaf and digest', () => {
  it('are those of every release: computed by hand from canonical JSON (RFC 8785) and SHA-256', () => {
    const canonical =
      '{"data":{"reason":null},"id":"1b671a64-40d5-491e-99b0-da01ff1f3341","metadata":{"a":"é","b":1},"revision":3,"stream":"lead-7","type":"lead.reopened"}';
    const leaf = createHash('sha256').update(canonical).digest('hex');
    expect(leafOf(event)).toBe(leaf);
    const bytes = Buffer.concat([Buffer.alloc(32), Buffer.from(leaf, 'hex')]);
    expect(nextDigest(GENESIS_DIGEST, leaf)).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('do not depend on the order of fields, and on everything else', () => {
    const { id, type, ...rest } = event;
    expect(leafOf({ ...rest, metadata: { a: 'é', b: 1 }, type, id })).toBe(leafOf(event));
    fc.assert(
      fc.property(fc.constantFrom('id', 'type', 'stream', 'revision', 'data', 'metadata'), fc.jsonValue(), (field, value) => {
        fc.pre(JSON.stringify(value) !== JSON.stringify(event[field as keyof typeof event]));
        expect(leafOf({ ...event, [field]: value })).not.toBe(leafOf(event));
      }),
    );
  });

  it('what is not hashed may change: the store position', () => {
    expect(leafOf({ ...event, storePosition: { commit: 9n, prepare: 9n } } as never)).toBe(leafOf(event));
  });
});
