import { type Actor, type Finding, type OccurredAt } from '#libs/contracts';
import { type CommonMetadata, eventToAppend, type EventToAppend } from '#libs/event-store';
import { type LeadFact } from './decision.js';
import { type CommandEnvelope } from './command-envelope.js';

export interface Recording {
  readonly commandHash: string;
  readonly occurredAt: OccurredAt;
  readonly findings: readonly Finding[];
  /** When it was known; raised to that of the event before it, where that is later. */
  readonly knownAt: string;
  readonly lastKnownAt: string | null;
  readonly importId?: string;
  readonly sourceKnownAt?: string;
}

/** What was decided, as events ready for the log. */
export function eventsOf(
  stream: string,
  facts: readonly LeadFact[],
  envelope: CommandEnvelope,
  recording: Recording,
): readonly EventToAppend[] {
  const { commandHash, occurredAt, findings, knownAt, lastKnownAt, importId, sourceKnownAt } = recording;
  const policy = policyOf(envelope.actor);
  const common: { -readonly [K in keyof CommonMetadata]: CommonMetadata[K] } = {
    actor: envelope.actor,
    commandId: envelope.commandId,
    commandHash,
    correlationId: envelope.correlationId ?? envelope.commandId,
    causationId: envelope.causationId ?? envelope.commandId,
    occurredAt,
    knownAt: lastKnownAt !== null && lastKnownAt > knownAt ? lastKnownAt : knownAt,
  };
  // Most events have none of these, and imports make many events: nothing is spread.
  if (findings.length > 0) common.findings = [...findings];
  if (importId !== undefined) common.importId = importId;
  if (sourceKnownAt !== undefined) common.sourceKnownAt = sourceKnownAt;
  if (policy) common.policy = policy;
  if (envelope.decisionId !== undefined) common.decisionId = envelope.decisionId;
  return facts.map((fact, index) => eventToAppend(stream, index, fact, common));
}

/** An automation that calls itself `name@version` is a policy: the rule that decided, in imported history as in a live command. */
function policyOf({ kind, id }: Actor): CommonMetadata['policy'] | null {
  const [, name, version] = (kind === 'automation' && /^([^@]+)@([1-9]\d{0,8})$/.exec(id)) || [];
  return name === undefined ? null : { name, version: Number(version) };
}
