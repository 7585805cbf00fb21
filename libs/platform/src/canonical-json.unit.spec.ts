import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

/** What the library says, or that it refuses. */
const spelt = (spell: (value: unknown) => string | undefined, value: unknown): string => {
  try {
    return spell(value) ?? 'refused';
  } catch {
    return 'refused';
  }
};

describe('canonical JSON', () => {
  it('is what RFC 8785 says, for every JSON value', () => {
    const unicode = fc.string({ unit: 'binary' });
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(null, true, false, 0, -0, 1e21, 1e-7, 5e-324, 0.1 + 0.2),
        unicode,
        fc.double(),
        fc.integer(),
        fc.array(tie('json'), { maxLength: 5 }),
        fc.dictionary(unicode, tie('json'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        expect(spelt(canonicalJson, value)).toBe(spelt(canonicalize, value));
      }),
      { numRuns: 2_000 },
    );
  });

  it('spells or refuses everything else as the library does', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }), (value) => {
        expect(spelt(canonicalJson, value)).toBe(spelt(canonicalize, value));
      }),
      { numRuns: 2_000 },
    );
    const circle: unknown[] = [];
    circle.push({ circle });
    expect(() => canonicalJson(circle)).toThrow('Circular');
    for (const value of ['\ud800', { ['\udc00']: 1 }, [Infinity], NaN, undefined]) expect(() => canonicalJson(value)).toThrow();
    expect(canonicalJson({ b: undefined, a: [undefined], c: { toJSON: () => 7 }, d: { toJSON: 'text' } })).toBe(
      '{"a":[null],"c":7,"d":{"toJSON":"text"}}',
    );
  });

  it('sorts names by UTF-16 code units', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field ${index}`, index]));
    expect(canonicalJson(many)).toBe(canonicalize(many));
    expect(canonicalJson({ '\ufb33': 1, '😂': 2, é: 3, a: 4, '1': 5 })).toBe('{"1":5,"a":4,"é":3,"😂":2,"\ufb33":1}');
  });
});
