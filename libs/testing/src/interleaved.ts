import { type EventLog } from '#libs/event-store';

/** A command about to go on: at its beginning, and before each of its appends. */
export interface Step {
  readonly command: number;
  /** Null: it begins. */
  readonly stream: string | null;
}

/**
 * Runs commands that meet as they are told to: each through a process of its own, all standing still but one, which goes on until its next append.
 * `next` says which of those that stand.
 */
export async function interleaved<T>(
  log: EventLog,
  commands: readonly ((log: EventLog) => Promise<T>)[],
  next: (standing: readonly Step[]) => number,
): Promise<PromiseSettledResult<T>[]> {
  const standing: (Step & { readonly goOn: () => void })[] = [];
  const unfinished = new Set(commands.keys());
  let changed = (): void => undefined;
  const stand = (command: number, stream: string | null): Promise<void> =>
    new Promise((goOn) => {
      standing.push({ command, stream, goOn });
      changed();
    });
  const settled = Promise.allSettled(
    commands.map(async (run, command) => {
      await stand(command, null);
      const through: EventLog = {
        ...log,
        append: async (stream, ...appended) => {
          await stand(command, stream);
          return log.append(stream, ...appended);
        },
      };
      return run(through).finally(() => {
        unfinished.delete(command);
        changed();
      });
    }),
  );
  const isGoing = (): boolean => [...unfinished].some((command) => standing.every((step) => step.command !== command));
  for (;;) {
    while (isGoing()) await new Promise<void>((resolve) => (changed = resolve));
    if (standing.length === 0) return settled;
    standing.sort((a, b) => a.command - b.command);
    const [chosen] = standing.splice(next(standing) % standing.length, 1);
    chosen!.goOn();
  }
}
