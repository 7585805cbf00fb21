import { invalid, type Violation } from '#libs/platform';
import { idCheck } from './checks.js';
import { type CommandEnvelope } from './command-envelope.js';

/** Refuses an envelope that could not stand in the metadata of an event. */
export function checkEnvelope(envelope: CommandEnvelope, more: readonly (Violation | null)[] = []): void {
  const [first, ...others] = [
    idCheck('commandId', envelope.commandId),
    idCheck('actor.id', envelope.actor.id),
    idCheck('correlationId', envelope.correlationId),
    idCheck('causationId', envelope.causationId),
    ...more,
  ].filter((verdict) => verdict !== null);
  if (first) throw invalid(first, ...others);
}
