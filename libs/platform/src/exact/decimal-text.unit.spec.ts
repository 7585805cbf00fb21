import { decimalText, writtenFraction } from './decimal-text.js';

describe('a number of an event as a decimal', () => {
  it.each([
    [0.1, '0.100000000000'],
    [-2.5, '-2.500000000000'],
    [12_000, '12000.000000000000'],
    [1e-7, '0.000000100000'],
    [33.333333333333336, '33.333333333333'],
    [0.0000000000005, '0.000000000001'],
    [-4e-13, '0.000000000000'],
    [123_456_789.1, '123456789.100000000000'],
    [999_999_999_999_999_900, '999999999999999900.000000000000'],
    [1e18, null],
    [-1e300, null],
  ])('R2.5 says what the digits of %s say, to twelve after the point', (value, text) =>
    expect(decimalText(writtenFraction(value))).toBe(text),
  );
});
