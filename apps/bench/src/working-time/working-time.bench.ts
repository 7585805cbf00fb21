import { addWorkingMs, type CalendarDocument, compileCalendar, workingMs } from '#libs/calendar';
import { type Benchmark, type Figure, type Round } from '../harness/benchmark.js';
import { closedLoop } from '../harness/measure.js';

const TARGET = 'under 50 µs each (p99 below 0.05 ms)';
const DAY_MS = 86_400_000;
const TWO_YEARS_MS = 730 * DAY_MS;
const FROM = Date.parse('2024-01-01T00:00:00Z');
/** Coprime to the length of a year in minutes: every span begins at another time of another day. */
const STRIDE_MS = 7_919 * 60_000;

const office: CalendarDocument = {
  zone: 'Europe/Berlin',
  weekly: [
    {
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      hours: [
        ['09:00', '13:00'],
        ['14:00', '18:00'],
      ],
    },
  ],
  exceptions: Array.from({ length: 60 }, (_, index) => ({
    date: new Date(FROM + index * 18 * DAY_MS).toISOString().slice(0, 10),
    hours: index % 6 === 0 ? [['09:00', '12:00'] as const] : [],
  })),
};

/** Working time over spans of two years, in this process, against the least that any table of the working intervals needs: two binary searches. */
export const workingTime: Benchmark = {
  name: 'working-time',
  prepare: (bench) => {
    const calendar = compileCalendar(office);
    const flat = flatTable();
    const operations = bench.sized(200_000, 100);
    const startOf = (index: number): number => FROM + ((index * STRIDE_MS) % (365 * DAY_MS));
    const ours = (name: string, ask: (start: number) => unknown) => ({
      name,
      role: 'leadledger' as const,
      run: (): Promise<Round> => closedLoop(operations, 1, (index) => Promise.resolve(ask(startOf(index)))),
    });
    const limit = {
      name: 'two binary searches',
      role: 'limit' as const,
      run: (): Promise<Round> =>
        closedLoop(operations, 1, (index) => Promise.resolve(flat(startOf(index) + TWO_YEARS_MS) - flat(startOf(index)))),
    };
    const cold = {
      name: 'compiled anew each time',
      role: 'part' as const,
      run: (): Promise<Round> =>
        closedLoop(bench.sized(2_000, 10), 1, (index) => {
          const start = startOf(index);
          return Promise.resolve(workingMs(compileCalendar(office), start, start + TWO_YEARS_MS));
        }),
    };
    const shared = { unit: 'spans', target: TARGET, rounds: bench.rounds(3), warmUp: true };
    const figures: Figure[] = [
      {
        ...shared,
        name: 'between two instants two years apart',
        contenders: [ours('LeadLedger', (start) => workingMs(calendar, start, start + TWO_YEARS_MS)), limit, cold],
      },
      {
        ...shared,
        name: 'due after 4,000 working hours',
        contenders: [ours('LeadLedger', (start) => addWorkingMs(calendar, start, 4_000 * 3_600_000)), limit],
      },
    ];
    return Promise.resolve(figures);
  },
};

/** Working milliseconds before an instant, of one table over all the years. */
function flatTable(): (at: number) => number {
  const calendar = compileCalendar(office);
  const starts: number[] = [];
  const before: number[] = [];
  const ends: number[] = [];
  let sum = 0;
  for (let year = 2024; year <= 2027; year++) {
    const table = calendar.year(year);
    table.starts.forEach((start, index) => {
      starts.push(start);
      ends.push(table.ends[index]!);
      before.push(sum);
      sum += table.ends[index]! - start;
    });
  }
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return before[low]! + Math.max(0, Math.min(at, ends[low]!) - starts[low]!);
  };
}
