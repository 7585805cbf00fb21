import { type Workbench } from '../workbench/workbench.js';

/** One measurement of one contender: so many operations in so many seconds, and how long each took where they can be told apart. */
export interface Round {
  readonly operations: number;
  readonly seconds: number;
  /** Of single operations in milliseconds; of a job as a whole there is one. */
  readonly latenciesMs: readonly number[];
  /** Operations that failed; they count in no rate. */
  readonly errors: number;
}

/** `limit`: the least that any program would have to do. `peer`: another way to the same end. `part`: a piece of our own, for insight. */
export type Role = 'leadledger' | 'limit' | 'peer' | 'part';

export interface Contender {
  readonly name: string;
  readonly role: Role;
  run(round: number): Promise<Round>;
}

/** What is compared: contenders that reach the same end, measured in turns. */
export interface Figure {
  readonly name: string;
  /** What an operation is: `commands`, `events`, `reports` … */
  readonly unit: string;
  /** In words of spec/performance.md; null where none is set. */
  readonly target: string | null;
  readonly rounds: number;
  /** Each contender runs once before, unmeasured: for what is asked again and again. */
  readonly warmUp?: boolean;
  /** True where a contender goes on from the one before it; else every other round is run in the opposite order. */
  readonly inOrder?: boolean;
  readonly contenders: readonly Contender[];
}

export interface Benchmark {
  readonly name: string;
  /** Brings everything into place; nothing of it is measured. */
  prepare(bench: Workbench): Promise<readonly Figure[]>;
}
