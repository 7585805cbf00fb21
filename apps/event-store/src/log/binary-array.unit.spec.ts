import fc from 'fast-check';
import { boolArray, byteaArray, int8Array, textArray, uuidArray } from './binary-array.js';

/** As `array_recv` reads it: dimensions, nulls, element type, length and lower bound, then each element behind its length. */
function elementsOf(array: Buffer): { type: number; elements: Buffer[] } {
  expect([array.readInt32BE(0), array.readInt32BE(4), array.readInt32BE(16)]).toEqual([1, 0, 1]);
  const elements: Buffer[] = [];
  let at = 20;
  while (at < array.length) {
    const length = array.readInt32BE(at);
    elements.push(array.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  expect(array.readInt32BE(12)).toBe(elements.length);
  return { type: array.readInt32BE(8), elements };
}

it('numbers of 53 bits are eight bytes each, and Infinity is the largest of 64 bits', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.maxSafeNat(), fc.constant(Infinity))), (numbers) => {
      const { type, elements } = elementsOf(int8Array(numbers));
      expect(type).toBe(20);
      expect(elements.map((element) => element.readBigInt64BE())).toEqual(
        numbers.map((number) => (number === Infinity ? 2n ** 63n - 1n : BigInt(number))),
      );
    }),
  );
});

it('texts, bytes, ids and truths are what they were', () => {
  const values = {
    texts: fc.array(fc.string({ unit: 'grapheme' })),
    bytes: fc.array(fc.uint8Array()),
    ids: fc.array(fc.uuid()),
    truths: fc.array(fc.boolean()),
  };
  fc.assert(
    fc.property(fc.record(values), ({ texts, bytes, ids, truths }) => {
      const text = elementsOf(textArray(texts));
      expect([text.type, text.elements.map(String)]).toEqual([25, texts]);
      const bytea = elementsOf(byteaArray(bytes));
      expect([bytea.type, bytea.elements.map((element) => [...element])]).toEqual([17, bytes.map((value) => [...value])]);
      const uuid = elementsOf(uuidArray(ids));
      expect([uuid.type, uuid.elements.map((element) => element.toString('hex'))]).toEqual([2950, ids.map((id) => id.replaceAll('-', ''))]);
      const bool = elementsOf(boolArray(truths));
      expect([bool.type, bool.elements.map((element) => element[0] === 1)]).toEqual([16, truths]);
    }),
  );
});
