import { compareFractions, DECIMAL_SCALE, decimalUnits, fraction, type Fraction, toNumber, writtenFraction } from '#libs/platform';
import { type FairnessMeasure } from '../assignment-policy/assignment-spec.js';

/** What is compared, and from which deviation from the mean on it is a breach. */
export interface FairnessTerms {
  readonly measure: FairnessMeasure;
  readonly tolerance: number;
}

/** A fraction in lowest terms, as reports write it. */
interface Exact {
  readonly numerator: string;
  readonly denominator: string;
}

/** What a rep got by the measure, for reading and exactly. */
export interface FairnessBalance {
  readonly rep: string;
  readonly amount: number;
  readonly amountExact: Exact;
  /** From the mean of all who could have been chosen. */
  readonly deviation: number;
  readonly deviationExact: Exact;
  readonly breach: boolean;
}

export interface FairnessBalances {
  readonly measure: FairnessMeasure;
  readonly tolerance: number;
  readonly mean: number;
  readonly meanExact: Exact;
  /** In the order of their ids. */
  readonly lines: readonly FairnessBalance[];
  readonly breaches: readonly string[];
}

/** A lead that counts in fairness. */
interface Counted {
  /** It has turned out to be none. */
  readonly invalid: boolean;
  /** Expected value by the policy; null where it says none. */
  readonly value: number | null;
}

/**
 * What each rep got, in units of 10^-12, which is how reports read what a lead is worth (docs/adr/0281): the same decisions come to the same sums in
 * any order, and to those of `fairness_deviation`.
 */
export class FairnessAmounts {
  private readonly units = new Map<string, bigint>();

  constructor(private readonly measure: FairnessMeasure) {}

  /** The rep could have been chosen. */
  include(rep: string): void {
    if (!this.units.has(rep)) this.units.set(rep, 0n);
  }

  give(rep: string, counted: Counted): void {
    this.units.set(rep, (this.units.get(rep) ?? 0n) + worthOf(counted, this.measure));
  }

  balances(tolerance: number): FairnessBalances {
    const all = [...this.units].sort(([a], [b]) => (a < b ? -1 : 1));
    const reps = BigInt(Math.max(1, all.length));
    const sum = all.reduce((total, [, units]) => total + units, 0n);
    const accepted = writtenFraction(tolerance);
    const mean = fraction(sum, reps * DECIMAL_SCALE);
    const lines = all.map(([rep, units]) => {
      const amount = fraction(units, DECIMAL_SCALE);
      const deviation = fraction(units * reps - sum, reps * DECIMAL_SCALE);
      const breach = compareFractions(magnitude(deviation), accepted) > 0;
      return {
        rep,
        amount: toNumber(amount),
        amountExact: exactly(amount),
        deviation: toNumber(deviation),
        deviationExact: exactly(deviation),
        breach,
      };
    });
    const breaches = lines.filter(({ breach }) => breach).map(({ rep }) => rep);
    return { measure: this.measure, tolerance, mean: toNumber(mean), meanExact: exactly(mean), lines, breaches };
  }
}

function worthOf({ invalid, value }: Counted, measure: FairnessMeasure): bigint {
  if (measure === 'count') return DECIMAL_SCALE;
  if (invalid) return 0n;
  if (measure === 'valid_count') return DECIMAL_SCALE;
  return (value === null ? null : decimalUnits(writtenFraction(value))) ?? 0n;
}

const magnitude = ({ numerator, denominator }: Fraction): Fraction => ({ numerator: numerator < 0n ? -numerator : numerator, denominator });

const exactly = ({ numerator, denominator }: Fraction): Exact => ({ numerator: String(numerator), denominator: String(denominator) });
