import { periodOf } from './period.js';

describe('the period of a question', () => {
  it('lies in years of four digits, and whoever asks for another is told what was written and which there are', () => {
    expect(periodOf('0001-01-01', '9998-12-31', 'Asia/Tokyo')).toMatchObject({ fromDay: '0001-01-01', endDay: '9999-01-01' });
    for (const far of ['9999-12-31', '0000-01-01'])
      expect(() => periodOf('2026-01-01', far, 'UTC')).toThrow(`to ${far} lies outside the years 0001 to 9998`);
    expect(() => periodOf('2026-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 'UTC')).toThrow('lies outside the years 0001 to 9998');
    expect(periodOf('0000-01-01T00:00:00Z', '9999-12-31T00:00:00Z', 'UTC', true)).toMatchObject({ endDay: '9999-12-31' });
  });
});
