import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(done: number, note?: string): void;
  stop(): void;
}

const silent: Progress = { update: () => undefined, stop: () => undefined };

/** A bar on stderr, only where a person is looking at a terminal; in a pipe there is nothing. */
export function progress(title: string, total: number, quiet: boolean): Progress {
  if (quiet || !process.stderr.isTTY || total <= 0) return silent;
  const bar = new SingleBar(
    { format: `${title} {bar} {percentage}% {note}`, hideCursor: true, clearOnComplete: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0, { note: '' });
  return { update: (done, note = '') => bar.update(Math.min(done, total), { note }), stop: () => bar.stop() };
}
