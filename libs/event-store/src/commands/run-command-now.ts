import { type Actor, type LedgerEvent } from '#libs/contracts';
import { canonicalJson, type Clock } from '#libs/platform';
import { type EventLog } from '../event-log.port.js';
import { eventToAppend } from './event-to-append.js';
import { type Fold } from './fold-stream.js';
import { type CommandAnswer, runCommand } from './run-command.js';

/** Who sends a command, and its identity. */
export interface CommandEnvelope {
  readonly commandId: string;
  readonly actor: Actor;
  /** Default: the command begins something of its own. */
  readonly correlationId?: string;
  /** Pinned by the caller: then a change meanwhile is refused. */
  readonly expectedRevision?: number;
}

export interface CommandMeans {
  readonly log: EventLog;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
}

export interface CommandNow<S> {
  readonly stream: string;
  readonly fold: Fold<S>;
  /** What it asks for: the same id with another body is refused. */
  readonly body: unknown;
  readonly envelope: CommandEnvelope;
  /** Decides on the state as read, at the instant (ISO) at which it will be recorded; throws the rejection; no events where it is so already. */
  readonly decide: (state: S, now: string) => Promise<readonly LedgerEvent[]> | readonly LedgerEvent[];
}

/** Runs a command that is true from when it is accepted on: nothing of it is back-dated, and its stream never goes back. Errors: as `runCommand`. */
export function runCommandNow<S>({ log, keyedHash, clock }: CommandMeans, command: CommandNow<S>): Promise<CommandAnswer> {
  const { stream, fold, body, envelope, decide } = command;
  const { commandId, actor, correlationId = commandId, expectedRevision } = envelope;
  const commandHash = keyedHash('command', canonicalJson(body));
  return runCommand(log, {
    stream,
    fold,
    commandId,
    commandHash,
    ...(expectedRevision !== undefined && { expectedRevision }),
    decide: async ({ state, knownAt }) => {
      const present = clock.now().toISOString();
      const now = knownAt !== null && knownAt > present ? knownAt : present;
      const occurredAt = { precision: 'instant' as const, value: now };
      const common = { actor, commandId, commandHash, correlationId, causationId: commandId, occurredAt, knownAt: now };
      return (await decide(state, now)).map((event, index) => eventToAppend(stream, index, event, common));
    },
  });
}
