import { type Actor } from '#libs/contracts';
import { type ValueJudge } from '#libs/governance';
import { derivedId } from '#libs/platform';
import { type DecideContext } from './decision.js';
import { type CommandEnvelope, type LeadRight } from './command-envelope.js';
import { isoInstant } from './instant.js';
import { type LeadTime } from './lead-time.js';

const ALL_RIGHTS: ReadonlySet<LeadRight> = new Set<LeadRight>(['release-leads-of-others', 'claim-for-others', 'overrule-limits']);
const NO_RIGHTS: ReadonlySet<LeadRight> = new Set();

export type Brought = Pick<DecideContext, 'now' | 'enforcement' | 'organisation' | 'sealedNote' | 'intake'> &
  Partial<Pick<DecideContext, 'bound'>> & { readonly judge?: ValueJudge };

/** What `decide` may know, from the envelope, the clock and what was loaded. */
export const decideContext = (envelope: CommandEnvelope, time: LeadTime, brought: Brought): DecideContext => ({
  now: brought.now,
  enforcement: brought.enforcement,
  organisation: brought.organisation,
  sealedNote: brought.sealedNote,
  intake: brought.intake,
  bound: brought.bound ?? null,
  judge: (values) => brought.judge?.(values, time.occurredAt, isoInstant(brought.now)) ?? [],
  occurredAt: time.occurredAt,
  start: time.start,
  commandId: envelope.commandId,
  actor: envelope.actor,
  actingRep: envelope.actingRep === undefined ? personId(envelope.actor) : envelope.actingRep,
  rights: envelope.actor.kind !== 'person' ? ALL_RIGHTS : envelope.rights ? new Set(envelope.rights) : NO_RIGHTS,
  id: (purpose) => derivedId(purpose, envelope.commandId),
});

const personId = (actor: Actor): string | null => (actor.kind === 'person' ? actor.id : null);
