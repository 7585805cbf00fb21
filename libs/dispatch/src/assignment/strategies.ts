import { type AssignmentDecision } from '#libs/contracts';
import { assertNever, compareFractions, type Fraction, sha256, ZERO } from '#libs/platform';
import { type Strategy } from '../assignment-policy/assignment-spec.js';
import { membershipIn, type RepState } from '../rep-state.js';
import { type DispatchState, type Turns } from './dispatch-state.js';
import { fractionText, turnsOf } from './fraction.js';

type Comparison = NonNullable<AssignmentDecision['comparison']>;
type Numbers = NonNullable<AssignmentDecision['candidates'][number]['compared']>;

/** Those that compare people. */
export type RepStrategy = Exclude<Strategy, { readonly kind: 'queue' }>;

/** One who could have the lead. */
export interface Contender {
  readonly rep: string;
  readonly person: RepState;
}

export interface Compared {
  /** In the order of the contenders. */
  readonly numbers: readonly Numbers[];
  readonly best: number;
  readonly comparison: Comparison;
  readonly seed: string | null;
}

/** What the strategy compares by, beside the contenders. */
export interface ComparedIn {
  readonly state: DispatchState;
  /** Of the fairness account. */
  readonly account: string;
  readonly team: string;
  readonly at: number;
  readonly decisionId: string;
  /** The row of a rep on which `fit` is evaluated. */
  readonly row: (rep: RepState) => Readonly<Record<string, unknown>>;
}

interface Measure<T> {
  readonly by: string;
  readonly values: readonly T[];
  /** Negative where `a` goes before `b`. */
  readonly order: (a: T, b: T) => number;
  readonly best: Comparison['best'];
  readonly said: (value: T) => number | string | null;
  readonly more?: (index: number) => Numbers;
  /** Equals are drawn by a seed where order by name would favour the same people every time. */
  readonly drawn: boolean;
}

/** Compares those who could have the lead, by the strategy of an entry; there is at least one. */
export function compareBy(strategy: RepStrategy, contenders: readonly Contender[], context: ComparedIn): Compared {
  switch (strategy.kind) {
    case 'round-robin':
    case 'weighted':
    case 'territory':
      return decided(contenders, byTurns(contenders, context), context);
    case 'least-loaded': {
      const weight = (rep: string): number => strategy.weights?.[rep] ?? 1;
      const loads = contenders.map(({ rep }) => context.state.load(rep).open);
      const measure: Measure<Fraction> = {
        by: strategy.weights ? 'open leads per weight' : 'open leads',
        values: contenders.map(({ rep }, index) => turnsOf(loads[index]!, weight(rep))),
        order: compareFractions,
        best: 'lowest',
        said: (value) => (value.denominator === 1n ? Number(value.numerator) : fractionText(value)),
        ...(strategy.weights && { more: (index: number) => ({ openLeads: loads[index]!, weight: weight(contenders[index]!.rep) }) }),
        drawn: true,
      };
      return decided(contenders, measure, context);
    }
    case 'longest-waiting': {
      const turns = context.state.turns(context.account);
      const measure: Measure<number> = {
        by: 'last turn',
        values: contenders.map(({ rep }) => turns.get(rep)?.lastTurn ?? 0),
        order: (a, b) => a - b,
        best: 'lowest',
        said: (value) => value,
        more: (index) => ({ lastAssignedAt: turns.get(contenders[index]!.rep)?.lastAt ?? null }),
        drawn: true,
      };
      return decided(contenders, measure, context);
    }
    case 'best-fit': {
      const measure: Measure<number> = {
        by: 'fit',
        values: contenders.map(({ person }) => numberOr(strategy.fit.evaluate(context.row(person)), -Infinity)),
        order: (a, b) => (a === b ? 0 : b - a),
        best: 'highest',
        said: (value) => (Number.isFinite(value) ? value : null),
        drawn: true,
      };
      return decided(contenders, measure, context);
    }
    default:
      return assertNever(strategy);
  }
}

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' && !Number.isNaN(value) ? value : otherwise);

/** How much a turn of this member weighs: as the entry says, else as the membership does, else 1. */
export function weightOf(strategy: RepStrategy, person: RepState, team: string, at: number): number {
  if (strategy.kind !== 'weighted') return 1;
  return strategy.weights[person.id] ?? membershipIn(person, team, at)?.weight ?? 1;
}

/**
 * The pointer of each: the lowest goes next. Whoever has none yet, or was away, begins level with the lowest of the others instead of being given
 * all that was missed.
 */
function byTurns(contenders: readonly Contender[], { state, account }: ComparedIn): Measure<Fraction> {
  const turns = state.turns(account);
  let level: Fraction | null = null;
  for (const { rep } of contenders) {
    const own = turns.get(rep);
    if (own && !own.away && (level === null || compareFractions(own.pointer, level) < 0)) level = own.pointer;
  }
  const floor = level ?? ZERO;
  return {
    by: 'pointer',
    values: contenders.map(({ rep }) => pointerOf(turns.get(rep), floor)),
    order: compareFractions,
    best: 'lowest',
    said: fractionText,
    drawn: false,
  };
}

const pointerOf = (own: Turns | undefined, floor: Fraction): Fraction =>
  own && !(own.away && compareFractions(own.pointer, floor) < 0) ? own.pointer : floor;

function decided<T>(contenders: readonly Contender[], measure: Measure<T>, { decisionId }: ComparedIn): Compared {
  const { values, order, said, more, by } = measure;
  const equals = indexesOfBest(values, order);
  const drawn = measure.drawn && equals.length > 1;
  const best = drawn ? draw(equals, contenders, decisionId) : equals[0]!;
  const next = nextBest(values, order, best);
  return {
    numbers: values.map((value, index) => ({ [nameOf(by)]: said(value), ...more?.(index) })),
    best,
    comparison: {
      by,
      best: measure.best,
      value: said(values[best]!),
      next: next === null ? null : { rep: contenders[next]!.rep, value: said(values[next]!) },
      tie: equals.length === 1 ? null : drawn ? 'seed' : 'member-order',
    },
    seed: drawn ? decisionId : null,
  };
}

/** `open leads` → `openLeads`. */
const nameOf = (by: string): string => by.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());

function indexesOfBest<T>(values: readonly T[], order: Measure<T>['order']): number[] {
  let equals: number[] = [];
  values.forEach((value, index) => {
    const against = equals.length === 0 ? -1 : order(value, values[equals[0]!]!);
    if (against < 0) equals = [index];
    else if (against === 0) equals.push(index);
  });
  return equals;
}

function nextBest<T>(values: readonly T[], order: Measure<T>['order'], best: number): number | null {
  let next: number | null = null;
  values.forEach((value, index) => {
    if (index !== best && (next === null || order(value, values[next]!) < 0)) next = index;
  });
  return next;
}

/** The one whose name hashes lowest with the decision's id: nobody is favoured, and anybody can check it. */
function draw(equals: readonly number[], contenders: readonly Contender[], seed: string): number {
  const drawn = equals.map((index) => ({ index, lot: sha256(`${seed} ${contenders[index]!.rep}`) }));
  return drawn.reduce((first, other) => (other.lot < first.lot ? other : first)).index;
}
