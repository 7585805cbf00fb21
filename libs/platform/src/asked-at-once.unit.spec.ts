import { batched } from './batched.js';
import { sharedReads } from './shared-reads.js';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what is asked for at once', () => {
  it('is one question; who asks while it is under way is answered by the next, and a failure is told to all who asked', async () => {
    const questions: (readonly string[])[] = [];
    let fails = false;
    const ask = batched(async (keys) => {
      questions.push(keys);
      await settle();
      if (fails) throw new Error('away');
      return new Map(keys.filter((key) => key !== 'none').map((key) => [key, `${key}${questions.length}`]));
    }, 'nothing');
    const first = Promise.all(['a', 'b', 'a', 'none'].map(ask));
    await settle();
    const late = ask('a');
    expect(await first).toEqual(['a1', 'b1', 'a1', 'nothing']);
    expect(await late).toBe('a2');
    expect(questions).toEqual([['a', 'b', 'none'], ['a']]);
    fails = true;
    expect(await Promise.allSettled([ask('a'), ask('b')])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    fails = false;
    expect(await ask('c')).toBe('c4');
  });

  it('is read once after it was asked for: never by a reading that had begun before', async () => {
    let readings = 0;
    const ends: (() => void)[] = [];
    const read = sharedReads(async () => {
      const reading = ++readings;
      await new Promise<void>((resolve) => ends.push(resolve));
      if (reading === 2) throw new Error('away');
      return reading;
    });
    const first = read('x');
    const others = Promise.allSettled([read('x'), read('x')]);
    ends.shift()!();
    expect(await first).toBe(1);
    await settle();
    const last = read('x');
    ends.shift()!();
    expect((await others).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await settle();
    ends.shift()!();
    expect(await last).toBe(3);
    expect(readings).toBe(3);
  });
});
