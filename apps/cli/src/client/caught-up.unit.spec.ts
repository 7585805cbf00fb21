import { ProblemError } from '#libs/platform';
import { type ApiClient } from './api-client.js';
import { caughtUp, seen } from './caught-up.js';

/** A projection that writes 4,000 events at every second look, of a log whose end is counted no further than 10,000 ahead, as the server does. */
function reading(logEnd: number): { api: Pick<ApiClient, 'get'>; position: () => number } {
  let position = 0;
  let looks = 0;
  const get = <T>(): Promise<T> => {
    if (++looks % 2 === 0) position = Math.min(position + 4_000, logEnd);
    return Promise.resolve({ items: [{ position: String(position), lag: Math.min(logEnd - position, 10_000) }] } as T);
  };
  return { api: { get }, position: () => position };
}

describe('waiting for the read models', () => {
  it.concurrent.each([0, 3_000, 9_999, 10_000, 14_600, 20_000, 27_001])(
    'ends at the end of a log of %i events, not before',
    async (logEnd) => {
      const { api, position } = reading(logEnd);
      expect(await caughtUp(api, 60_000)).toBe(true);
      expect(position()).toBe(logEnd);
    },
  );

  it('gives up after the patience it was given', async () => {
    expect(await caughtUp({ get: <T>() => Promise.resolve({ items: [{ position: '5', lag: 7 }] } as T) }, 0)).toBe(false);
  });

  const answering = (...codes: readonly (string | null)[]): Pick<ApiClient, 'get'> => {
    const left = [...codes];
    return {
      get: <T>() => {
        const code = left.shift() ?? null;
        return code === null ? Promise.resolve({} as T) : Promise.reject(new ProblemError(504, [{ code, message: code }]));
      },
    };
  };

  it('asks again for a command that they have not reached', async () => {
    expect(await seen(answering('READ.TIMED_OUT', 'READ.TIMED_OUT', null), 'token', 60_000)).toBe(true);
  });

  it('says where they do not reach it in time, and where nobody can say', async () => {
    expect(await seen(answering('READ.TIMED_OUT', 'READ.TIMED_OUT'), 'token', -1)).toBe(false);
    await expect(seen(answering('CLI.SERVER_UNREACHABLE'), 'token', 60_000)).rejects.toMatchObject({ code: 'CLI.SERVER_UNREACHABLE' });
  });
});
