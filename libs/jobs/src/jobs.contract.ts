import { setTimeout as delay } from 'node:timers/promises';
import { invalid, unavailable } from '#libs/platform';
import { type Jobs, type JobView } from './jobs.port.js';

/** What any store of the queues must do: run by the specs of each. */
export function jobsContract(open: () => Promise<Jobs>): void {
  let jobs: Jobs;
  beforeEach(async () => {
    jobs = await open();
  });
  afterEach(() => jobs.close());

  const settled = async (job: string): Promise<JobView> => {
    for (;;) {
      const view = await jobs.look(job);
      if (view?.state === 'done' || view?.state === 'failed') return view;
      await delay(20);
    }
  };

  it('a job runs, and is found by its name with progress and result', async () => {
    jobs.work('reports', async (job) => {
      await job.progress({ done: 3 });
      return { sum: (job.data as number[]).reduce((a, b) => a + b) };
    });
    const job = await jobs.enqueue('reports', 'add', [1, 2, 3], { id: 'add-1' });
    expect(await settled(job)).toEqual({ job, name: 'add', state: 'done', progress: { done: 3 }, result: { sum: 6 }, problem: null });
    expect(await jobs.look('reports.other')).toBeNull();
    expect(await jobs.look('no such thing')).toBeNull();
  });

  it('the same id does its work once', async () => {
    const seen: string[] = [];
    jobs.work('once', async (job) => seen.push(job.id));
    await Promise.all(Array.from({ length: 5 }, () => jobs.enqueue('once', 'do', {}, { id: 'same-id' })));
    await settled('once.same-id');
    await jobs.enqueue('once', 'do', {}, { id: 'same-id' });
    await settled(await jobs.enqueue('once', 'do', {}, { id: 'next-id' }));
    expect(seen).toEqual(['same-id', 'next-id']);
  });

  it('a job that cannot be mended fails at once with its problem, another is tried again', async () => {
    let tries = 0;
    jobs.work('failing', async (job) => {
      if (job.name === 'wrong') throw invalid({ code: 'REPORT.UNKNOWN_FACT', message: 'There is no fact "colour"' });
      if (++tries === 1) throw unavailable('DATABASE.UNAVAILABLE', 'The database does not answer');
      return job.attempt;
    });
    const wrong = await settled(await jobs.enqueue('failing', 'wrong', {}, { id: 'wrong' }));
    expect(wrong).toMatchObject({ state: 'failed', problem: { code: 'REPORT.UNKNOWN_FACT', detail: 'There is no fact "colour"' } });
    const again = await settled(await jobs.enqueue('failing', 'again', {}, { id: 'again' }));
    expect(again).toMatchObject({ state: 'done', result: 2 });
  });

  it('ticks come at their interval until the end', async () => {
    let ticks = 0;
    jobs.work('ticks', async () => ++ticks);
    await jobs.every('ticks', 'tick', 50);
    while (ticks < 3) await delay(20);
    await jobs.close();
    const after = ticks;
    await delay(200);
    expect(ticks).toBe(after);
  });

  it('closing lets a running job end', async () => {
    let ended = false;
    let started = (): void => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    jobs.work('slow', async () => {
      started();
      await delay(300);
      ended = true;
    });
    await jobs.enqueue('slow', 'sleep', {}, { id: 'sleep' });
    await running;
    await jobs.close();
    expect(ended).toBe(true);
  });

  it('names that the store would misread are refused', async () => {
    await expect(jobs.enqueue('reports', 'x', {}, { id: '42' })).rejects.toThrow(RangeError);
    await expect(jobs.enqueue('reports', 'x', {}, { id: 'a:b' })).rejects.toThrow(RangeError);
    await expect(jobs.enqueue('Reports', 'x', {}, { id: 'a' })).rejects.toThrow(RangeError);
  });
}
