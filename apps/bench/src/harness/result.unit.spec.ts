import { type Figure, type Round } from './benchmark.js';
import { percentile, resultOf } from './result.js';

const round = (operations: number, seconds: number): Round => ({ operations, seconds, latenciesMs: [seconds * 1_000], errors: 0 });
const memory = { benchMiB: 1, othersMiB: null };

describe('what a benchmark says', () => {
  it('percentiles lie in proportion between samples, and none is 0', () => {
    expect(percentile([], 0.5)).toBe(0);
    expect(percentile([7], 0.99)).toBe(7);
    expect([0, 0.5, 0.75, 1].map((share) => percentile([10, 20, 30, 40, 50], share))).toEqual([10, 30, 40, 50]);
    expect(percentile([1, 2], 0.5)).toBe(1.5);
  });

  it('a rate is the median of the rounds, and ours is told as a share of the limit', () => {
    const contenders = (['leadledger', 'limit'] as const).map((role) => ({ name: role, role, run: () => Promise.resolve(round(1, 1)) }));
    const figure: Figure = { name: 'appends', unit: 'events', target: null, rounds: 3, contenders };
    const result = resultOf('store', figure, [
      { contender: contenders[0]!, rounds: [round(100, 1), round(50, 1), round(90, 1)], memory, firstError: null },
      { contender: contenders[1]!, rounds: [round(100, 0.5), round(90, 1), round(100, 1)], memory, firstError: null },
    ]);
    expect(result.contenders.map(({ perSecond, ofLimit }) => [perSecond, ofLimit])).toEqual([
      [90, 0.9],
      [100, null],
    ]);
  });
});
