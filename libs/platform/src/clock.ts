/** The only source of "now" outside tests; `decide` functions receive the instant in their context. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
