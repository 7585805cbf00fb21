import { type AssignmentDecision, type EventData } from '#libs/contracts';
import { type LoadBook } from './load-book.js';
import { PromiseBook } from './promise-book.js';

/** A lead that was decided to wait until an instant (ISO). */
export interface Held {
  readonly team: string;
  readonly decision: Pick<AssignmentDecision, 'decisionId' | 'policy' | 'rule'>;
  readonly until: string;
}

/** A lead that goes back to whom it was meant for, if nobody works on it before. */
export interface Return {
  readonly team: string;
  readonly decisionId: string;
  readonly rep: string;
  readonly at: string;
  /** Of the lead as it was given to the stand-in. */
  readonly leadRevision: number;
}

/** An event that follows from what is in the log, and that nobody has written yet. */
export type Owed = {
  readonly team: string;
  readonly key: string;
  /** The event it follows from. */
  readonly causationId: string;
} & (
  | { readonly type: 'assignment.overridden'; readonly data: EventData<'assignment.overridden'> }
  | { readonly type: 'fairness.posted'; readonly data: EventData<'fairness.posted'> }
);

export interface AlertDue {
  readonly key: string;
  readonly team: string;
  readonly leadId: string;
  readonly decision: Pick<AssignmentDecision, 'decisionId' | 'policy' | 'chosen'>;
  readonly text: string;
}

export const overrideKey = (eventId: string): string => `override ${eventId}`;
export const alertKey = (decisionId: string): string => `dispatch ${decisionId}`;

/**
 * What is still to be done, as the log has it: whoever dies on the way leaves it here for the next. `held` and `returns` are by lead, `owed` and
 * `alerts` by key.
 */
export class WorkBook {
  /** In a pool of some policy, and undecided since they came there. */
  readonly waiting = new Set<string>();
  /** Of these, what has come or changed since it was last looked at. Not part of the state: everything is fresh to whoever begins. */
  readonly fresh = new Set<string>();
  readonly promises: PromiseBook;
  readonly held = new Map<string, Held>();
  readonly returns = new Map<string, Return>();
  readonly owed = new Map<string, Owed>();
  readonly alerts = new Map<string, AlertDue>();

  constructor(loads: Pick<LoadBook, 'promise'>) {
    this.promises = new PromiseBook(loads);
  }

  wait(leadId: string): void {
    this.waiting.add(leadId);
    this.fresh.add(leadId);
  }

  settle(leadId: string): void {
    this.waiting.delete(leadId);
    this.fresh.delete(leadId);
  }

  owe(owed: Owed): void {
    this.owed.set(owed.key, owed);
  }

  /** Policies have changed: what nobody took may be taken now. */
  refresh(): void {
    for (const leadId of this.waiting) this.fresh.add(leadId);
  }

  toJSON(): unknown {
    const { waiting, promises, held, returns, owed, alerts } = this;
    const maps = Object.entries({ held, returns, owed, alerts }).map(([name, map]) => [name, [...map]]);
    return { waiting: [...waiting], promises: promises.toJSON(), ...Object.fromEntries(maps) };
  }

  restore(saved: unknown): void {
    const { waiting, promises, ...maps } = saved as { waiting: string[]; promises: unknown } & Record<
      'held' | 'returns' | 'owed' | 'alerts',
      [string, never][]
    >;
    for (const leadId of waiting) this.wait(leadId);
    this.promises.restore(promises);
    for (const name of ['held', 'returns', 'owed', 'alerts'] as const) for (const [key, value] of maps[name]) this[name].set(key, value);
  }
}
