import { barChart } from './chart.js';

describe('bars on a terminal', () => {
  it('share one scale, keep their order, and say their value', () => {
    const drawn = barChart(
      [
        { label: 'mail', value: 1, shown: '1' },
        { label: 'web', value: 4, shown: '4' },
        { label: 'none', value: null, shown: 'no value' },
      ],
      60,
    ).split('\n');
    const length = (line: string): number => [...line].filter((character) => character === '█').length;
    expect([Math.floor(length(drawn[1]!) / 4), length(drawn[2]!)]).toEqual([length(drawn[0]!), 0]);
    expect(drawn.map((line) => line.slice(0, 6))).toEqual(['mail │', 'web  │', 'none │']);
    expect(drawn[2]).toMatch(/no value$/);
  });

  it('draws negative values to the left of the axis', () => {
    const [down, up] = barChart(
      [
        { label: 'a', value: -2, shown: '-2' },
        { label: 'b', value: 2, shown: '2' },
      ],
      60,
    ).split('\n') as [string, string];
    expect([down.indexOf('│') > down.indexOf('█'), up.indexOf('│') < up.indexOf('█'), down.indexOf('│')]).toEqual([
      true,
      true,
      up.indexOf('│'),
    ]);
  });
});
