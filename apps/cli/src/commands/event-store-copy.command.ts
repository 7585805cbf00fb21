import { type Command } from 'commander';
import { loadConfig } from '#libs/platform';
import { progress, type Progress } from '../output/progress.js';
import { printOne } from '../output/result.js';

interface CopyOptions {
  readonly from: string;
  readonly to: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addCopyCommand(eventStore: Command): void {
  eventStore
    .command('copy')
    .description(
      'Move a log to another event store, in order, with ids and metadata, and prove it by hash; kill it and run it again as you like',
    )
    .requiredOption('--from <url>', 'event store that has the log (esdb://…); nothing in it is changed')
    .requiredOption('--to <url>', 'event store that shall have it')
    .option('--all', 'all streams of users, not only those of LeadLedger (LEADLEDGER_STREAM_PREFIX)')
    .action(async function (this: Command) {
      const { from, to, all = false, json = false } = this.optsWithGlobals<CopyOptions>();
      const prefix = all ? null : loadConfig(process.env).streamPrefix;
      const { copyLog } = await import('#libs/event-store');
      const bars = new CopyBars(json);
      const started = performance.now();
      const moved = await copyLog({
        from: { url: from, prefix },
        to: { url: to, prefix },
        onProgress: ({ phase, events }) => bars[phase](events),
      }).finally(() => bars.stop());
      const seconds = Math.round(performance.now() - started) / 1000;
      await printOne(
        { result: 'moved, verified by hash', ...moved, seconds },
        json,
        ({ result, events, copied, digest }) =>
          `${result}: ${events} events, ${copied} of them in this run, ${events - copied} were there already\ndigest of both logs: ${digest}`,
      );
    });
}

/** The number of events is known once they are copied. */
class CopyBars {
  private readonly copying: Progress;
  private verifying: Progress | null = null;
  private events = 0;

  constructor(private readonly quiet: boolean) {
    this.copying = progress('Events moved', 0, quiet);
  }

  copy(events: number): void {
    this.events = events;
    this.copying.update(events);
  }

  verify(events: number): void {
    if (this.verifying === null) {
      this.copying.stop();
      this.verifying = progress('Events verified', this.events, this.quiet);
    }
    this.verifying.update(events);
  }

  stop(): void {
    (this.verifying ?? this.copying).stop();
  }
}
