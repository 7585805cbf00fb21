import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** `total`, where it is known only later. */
  update(done: number, total?: number): void;
  stop(): void;
}

const silent: Progress = { update: () => undefined, stop: () => undefined };

/** A bar on stderr, only where a person is looking at a terminal; in a pipe there is nothing. A total of 0 is not known: then it counts. */
export function progress(title: string, total: number, quiet: boolean): Progress {
  if (quiet || !process.stderr.isTTY) return silent;
  const format = total > 0 ? `${title} {bar} {percentage}%` : `${title} {value}`;
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true, stream: process.stderr }, Presets.shades_classic);
  bar.start(total, 0);
  return {
    update: (done, newTotal) => {
      if (newTotal !== undefined) bar.setTotal(newTotal);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
