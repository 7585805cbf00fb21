import fc from 'fast-check';
import { orderKey } from './order-key.js';

const sign = (n: number): number => Math.sign(n);
const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('the order key', () => {
  it('orders numbers by size, with no value first', () => {
    const number = fc.option(fc.double({ noNaN: true }), { nil: null });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const expected = a === b ? 0 : a === null ? -1 : b === null ? 1 : a - b;
        // −0 and 0 are one number.
        expect(sign(compareBytes(orderKey([a]), orderKey([b])))).toBe(expected === 0 ? 0 : sign(expected));
      }),
    );
  });

  it('orders by the first key, then the next', () => {
    const key = fc.tuple(fc.stringMatching(/^[a-zà-ü🙂 ]{0,4}$/u), fc.integer());
    fc.assert(
      fc.property(key, key, ([a, m], [b, n]) => {
        expect(sign(compareBytes(orderKey([a, m]), orderKey([b, n])))).toBe(sign(compareBytes(a, b)) || sign(m - n));
      }),
    );
  });
});
