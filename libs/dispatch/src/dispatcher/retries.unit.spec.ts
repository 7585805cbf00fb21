import { unavailable } from '#libs/platform';
import { Retries } from './retries.js';

const given = () => {
  const said: string[] = [];
  const told: string[] = [];
  const say = (level: string) => (_: unknown, text: string) => void said.push(`${level}: ${text}`);
  let now = 0;
  const retries = new Retries({ warn: say('warn'), error: say('error') } as never, 'A lead could not be given', () => now);
  const tell = (message: string, failures: number) => Promise.resolve(told.push(`${message} (${failures})`));
  return { retries, said, told, tell, wait: (ms: number) => (now += ms) };
};
const defect = new TypeError('x is undefined');

describe('what cannot be done', () => {
  it('is due again after pauses that double up to a minute, and at once when it was forgotten', () => {
    const { retries, tell, wait } = given();
    const pauses: number[] = [];
    for (let failure = 0; failure < 10; failure++) {
      retries.failed('a', defect, tell);
      let paused = 0;
      for (; !retries.isDue('a'); paused += 500) wait(500);
      pauses.push(paused / 1_000);
    }
    expect(pauses).toEqual([0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    retries.failed('a', defect, tell);
    expect([retries.isDue('a'), retries.isDue('b')]).toEqual([false, true]);
    retries.forget('a');
    expect(retries.isDue('a')).toBe(true);
  });

  it('is named once after each failure when its pause is over', () => {
    const { retries, tell, wait } = given();
    retries.failed('a', defect, tell);
    expect(retries.takeDue()).toEqual([]);
    wait(500);
    expect(retries.takeDue()).toEqual(['a']);
    expect(retries.takeDue()).toEqual([]);
    retries.failed('a', defect, tell);
    wait(1_000);
    expect(retries.takeDue()).toEqual(['a']);
  });

  it('is said once in the log, and again where the reason is another', () => {
    const { retries, said, tell } = given();
    for (let failure = 0; failure < 20; failure++) retries.failed('a', defect, tell);
    retries.failed('a', unavailable('EVENT_STORE.UNAVAILABLE', 'away'), tell);
    expect(said).toEqual(['error: A lead could not be given; it is tried again', 'warn: A lead could not be given; it is tried again']);
  });

  it('R6.5 is told to a person once, when it has failed for a minute or so', async () => {
    const { retries, told, tell } = given();
    for (let failure = 0; failure < 20; failure++) {
      retries.failed('a', defect, tell);
      retries.failed(`other ${failure}`, defect, tell);
      await Promise.resolve();
    }
    expect(told).toEqual(['x is undefined (8)']);
  });

  it('R6.5 is told after a later failure where nobody could be told at first', async () => {
    const { retries, told, tell } = given();
    let away = 2;
    const unsure = (message: string, failures: number) => (away-- > 0 ? Promise.reject(new Error('away')) : tell(message, failures));
    for (let failure = 0; failure < 20; failure++) {
      retries.failed('a', defect, unsure);
      await new Promise(setImmediate);
    }
    expect(told).toEqual(['x is undefined (10)']);
  });

  it('is forgotten with everything that nobody asks for any more', () => {
    const { retries, tell } = given();
    for (const key of ['a', 'b']) retries.failed(key, defect, tell);
    retries.keep((key) => key === 'b');
    expect([retries.isDue('a'), retries.isDue('b')]).toEqual([true, false]);
  });
});
