import { type Actor } from '#libs/contracts';
import { type CommandAnswer, type EventLog, runCommand } from '#libs/event-store';
import { type Clock } from '#libs/platform';
import { type SeenStreams } from '#libs/projections';
import { eventsOf } from '../decided-events.js';
import { type LeadFact } from '../decision.js';
import { isoInstant } from '../instant.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { type LeadState } from '../lead-state.js';
import { type KeyedHash } from '../ports.js';
import { type RuleVersion } from './lead-clocks.js';

export interface ClockDependencies {
  readonly log: EventLog;
  readonly keyedHash: KeyedHash;
  readonly clock: Clock;
  /** Of whoever follows the log anyway: saves reading each lead. */
  readonly seen?: SeenStreams | undefined;
}

/** What a clock has to say about a lead. */
export interface ClockFacts {
  readonly facts: readonly LeadFact[];
  /** The rule that decided; null: none, it is what people planned. */
  readonly policy: RuleVersion | null;
  /** When it is true in the world, milliseconds since the epoch. */
  readonly at: number;
}

const NO_RULE: Actor = { kind: 'automation', id: 'clocks', assurance: 'local' };

/**
 * Adds to the stream of a lead what a clock decides on it as it is then; null: nothing. The same command twice adds once. A lead that does not
 * exist is left alone.
 */
export function appendClock(
  { log, keyedHash, clock, seen }: ClockDependencies,
  leadId: string,
  said: { readonly commandId: string; readonly causationId?: string },
  decide: (state: LeadState, now: number) => Promise<ClockFacts | null> | ClockFacts | null,
): Promise<CommandAnswer> {
  const stream = leadStream(leadId);
  const commandHash = keyedHash('command', said.commandId);
  return runCommand(log, {
    stream,
    fold: leadFold,
    seen,
    commandId: said.commandId,
    commandHash,
    decide: async ({ state, knownAt }) => {
      const now = clock.now().getTime();
      const decided = state.status === 'none' ? null : await decide(state, now);
      if (!decided) return [];
      const { facts, policy, at } = decided;
      const actor: Actor = policy ? { kind: 'automation', id: `${policy.name}@${policy.version}`, assurance: 'policy' } : NO_RULE;
      return eventsOf(
        stream,
        facts,
        { ...said, actor },
        {
          commandHash,
          occurredAt: { precision: 'instant', value: isoInstant(at) },
          findings: [],
          knownAt: isoInstant(now),
          lastKnownAt: knownAt,
        },
      );
    },
  });
}
