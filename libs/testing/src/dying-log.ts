import { type EventLog } from '#libs/event-store';

/** A log through which a process is killed at its `nth` append: before it, or when it is in the log and nobody has heard of it. Nothing it does counts after. */
export function dyingAt(log: EventLog, nth: number, when: 'before' | 'after'): { readonly log: EventLog; readonly died: () => boolean } {
  let appends = 0;
  let dead = false;
  const killed = (): never => {
    dead = true;
    throw new Error('killed');
  };
  return {
    died: () => dead,
    log: {
      append: async (...args) => {
        const mine = ++appends;
        if (dead || (mine === nth && when === 'before')) return killed();
        const outcome = await log.append(...args);
        return dead || mine === nth ? killed() : outcome;
      },
      readStream: (...args) => log.readStream(...args),
      readAll: (...args) => log.readAll(...args),
      subscribe: (...args) => log.subscribe(...args),
      close: () => Promise.resolve(),
    },
  };
}
