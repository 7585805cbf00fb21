import { type Contender, type Figure, type Role, type Round } from './benchmark.js';
import { type PeakMemory } from './memory-watch.js';

/** One contender of one figure, with all that was measured of it. */
export interface ContenderResult {
  readonly name: string;
  readonly role: Role;
  /** Operations a second: the median of the rounds. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** The rate over the limit's; null for the limit itself and where none was measured. */
  readonly ofLimit: number | null;
  readonly errors: number;
  readonly firstError: string | null;
  readonly memory: PeakMemory;
  readonly rounds: readonly Round[];
}

export interface FigureResult {
  readonly benchmark: string;
  readonly figure: string;
  readonly unit: string;
  readonly target: string | null;
  readonly contenders: readonly ContenderResult[];
}

export interface Measured {
  readonly contender: Contender;
  readonly rounds: readonly Round[];
  readonly memory: PeakMemory;
  readonly firstError: string | null;
}

export function resultOf(benchmark: string, figure: Figure, measured: readonly Measured[]): FigureResult {
  const limit = measured.find(({ contender }) => contender.role === 'limit');
  const limitRate = limit ? rateOf(limit.rounds) : null;
  return {
    benchmark,
    figure: figure.name,
    unit: figure.unit,
    target: figure.target,
    contenders: measured.map(({ contender, rounds, memory, firstError }) => {
      const perSecond = rateOf(rounds);
      const sorted = rounds.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
      return {
        name: contender.name,
        role: contender.role,
        perSecond,
        p50Ms: percentile(sorted, 0.5),
        p95Ms: percentile(sorted, 0.95),
        p99Ms: percentile(sorted, 0.99),
        ofLimit: !limitRate || contender.role === 'limit' ? null : perSecond / limitRate,
        errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
        firstError,
        memory,
        rounds,
      };
    }),
  };
}

const rateOf = (rounds: readonly Round[]): number =>
  percentile(
    rounds.map(({ operations, seconds }) => (seconds === 0 ? 0 : operations / seconds)).sort((a, b) => a - b),
    0.5,
  );

/** Of sorted numbers; between two of them in proportion. 0 where there are none. */
export function percentile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return 0;
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
}
