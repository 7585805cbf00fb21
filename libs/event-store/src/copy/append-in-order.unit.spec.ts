import { setTimeout as delay } from 'node:timers/promises';
import { appendInOrder } from './append-in-order.js';
import { type AppendableRun } from './appendable.js';
import { type RawEvent } from './raw-event.js';
import { type RawLog } from './raw-log.js';

const SMALL = 100;
const LARGE = 400_000;

/** Takes appends in the order they come and answers later, in any order; `refuse` says which it does not take. */
class SlowTarget implements Pick<RawLog, 'append' | 'keepsOrderOfAppends'> {
  readonly taken: number[] = [];
  /** Of each append, how many others were under way. */
  readonly beside: number[] = [];
  private underWay = 0;

  constructor(
    private readonly keepsOrder: boolean,
    private readonly refuse: (n: number) => boolean = () => false,
  ) {}

  keepsOrderOfAppends = (): Promise<boolean> => Promise.resolve(this.keepsOrder);

  async append([event]: readonly RawEvent[]): Promise<void> {
    const n = event!.revision;
    this.beside.push(this.underWay++);
    const refused = this.refuse(n);
    if (!refused) this.taken.push(n);
    await delay(Math.random() * 5);
    this.underWay -= 1;
    if (refused) throw new Error(`refused ${n}`);
  }
}

async function* runsOf(sizes: readonly number[]): AsyncGenerator<AppendableRun> {
  for (const [revision, bytes] of sizes.entries()) yield { events: [{ revision } as RawEvent], bytes };
}

const copyTo = (target: SlowTarget, sizes: readonly number[], onAppended: (events: number) => void = () => undefined) =>
  appendInOrder(runsOf(sizes), target as unknown as RawLog, onAppended);
const smalls = (count: number): number[] => Array<number>(count).fill(SMALL);

describe('appending in order', () => {
  it('has many appends under way, never more than 64, and tells each once it is there', async () => {
    const target = new SlowTarget(true);
    let appended = 0;
    await copyTo(target, smalls(300), (events) => (appended += events));
    expect(target.taken).toEqual(smalls(300).map((_, n) => n));
    expect([appended, Math.max(...target.beside)]).toEqual([300, 63]);
  });

  it('sends the first and every large one alone', async () => {
    const target = new SlowTarget(true);
    await copyTo(target, [SMALL, SMALL, SMALL, LARGE, SMALL, SMALL]);
    expect([target.beside[0], target.beside[1], target.beside[3], target.beside[4]]).toEqual([0, 0, 0, 0]);
  });

  it('waits for each where the target does not keep the order of appends', async () => {
    const target = new SlowTarget(false);
    await copyTo(target, smalls(20));
    expect(target.beside).toEqual(Array(20).fill(0));
  });

  it('sends nothing after a refusal, and passes it on where nothing behind it was taken', async () => {
    const target = new SlowTarget(true, (n) => n >= 100);
    await expect(copyTo(target, smalls(300))).rejects.toThrow('refused 100');
    expect(target.taken).toEqual(smalls(100).map((_, n) => n));
  });

  it('says that the order is lost where the target took a later one than it refused', async () => {
    await expect(copyTo(new SlowTarget(true, (n) => n === 100), smalls(300))).rejects.toMatchObject({
      status: 409,
      code: 'EVENT_STORE.ORDER_LOST',
    });
  });

  it('leaves no append behind when the source fails', async () => {
    const target = new SlowTarget(true);
    async function* failing() {
      yield* runsOf(smalls(30));
      throw new Error('source failed');
    }
    await expect(appendInOrder(failing(), target as unknown as RawLog, () => undefined)).rejects.toThrow('source failed');
    const taken = target.taken.length;
    await delay(20);
    expect([taken, target.taken.length]).toEqual([30, 30]);
  });
});
