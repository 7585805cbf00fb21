import { RecentMap } from './recent-map.js';

describe('a map of what was used lately', () => {
  it('keeps the last entries, and those that are read', () => {
    const map = new RecentMap<number, string>(3);
    for (let key = 1; key <= 4; key++) map.set(key, `${key}`);
    expect(map.get(1)).toBe('1');
    for (let key = 5; key <= 7; key++) map.set(key, `${key}`);
    expect([1, 2, 3, 5, 6, 7].map((key) => map.get(key))).toEqual(['1', undefined, undefined, '5', '6', '7']);
  });

  it('forgets what is deleted and takes the newest value', () => {
    const map = new RecentMap<number, string>(1);
    map.set(1, 'old');
    map.set(2, 'two');
    map.set(1, 'new');
    expect(map.get(1)).toBe('new');
    map.delete(1);
    expect(map.get(1)).toBeUndefined();
  });
});
