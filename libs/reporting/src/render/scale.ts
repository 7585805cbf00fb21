/** A linear scale with round marks that covers 0 and all values. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly marks: readonly number[];
}

const MARKS = 5;

/** Steps of 1, 2 or 5 times a power of ten. */
export function scaleOf(values: readonly number[]): Scale {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = most - least || 1;
  const power = 10 ** Math.floor(Math.log10(span / MARKS));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => span / each <= MARKS)!;
  const [first, last] = [Math.floor(least / step), Math.ceil((most === least ? 1 : most) / step)];
  const marks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  return { low: marks[0]!, high: marks[marks.length - 1]!, marks };
}
