import fc from 'fast-check';
import { v5 } from 'uuid';
import { derivedId, isUuid, newId } from './ids.js';

const NAMESPACE = '6f0b1a5c-3a53-4b0e-9a1f-8d7f7f6f2c11';

describe('ids', () => {
  it('a derived id is the version 5 UUID of its parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 600, maxLength: 3_000 }), fc.integer())),
        (parts) => {
          expect(derivedId(...parts)).toBe(v5(parts.map(String).join('\u001f'), NAMESPACE));
        },
      ),
    );
  });

  it('new ids are UUIDs that sort by time', () => {
    const ids = Array.from({ length: 100 }, newId);
    expect(ids.every(isUuid)).toBe(true);
    expect(ids).toEqual([...ids].sort());
  });
});
