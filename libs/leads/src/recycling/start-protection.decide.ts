import { type EventData } from '#libs/contracts';
import { extended, qualifies } from '../clocks/activity.js';
import { type Protection } from '../clocks/lead-clocks.js';
import { leadFacts, readAs } from '../clocks/lead-facts.js';
import { type PolicyHolding } from '../clocks/policy-book.js';
import { standingProtection, workedBy } from '../clocks/standing.js';
import { isoInstant } from '../instant.js';
import { type LeadState } from '../lead-state.js';
import { boundsFrom, ruleFor } from './protection-for.js';
import { type RecyclingSpec } from './recycling-spec.js';

export interface ProtectionContext {
  /** In force when the lead was given to its holder. */
  readonly policies: readonly PolicyHolding<RecyclingSpec>[];
  /** The organisation's zone. */
  readonly zone: string;
  id(purpose: string): string;
}

export interface StartedProtection {
  readonly policy: { readonly name: string; readonly version: number };
  /** Effective start: when the holder got the lead, or the rule took effect. */
  readonly from: number;
  readonly data: EventData<'lead.protection-started'>;
}

/**
 * Until when the present holder of a lead keeps it; null where no rule takes it, nobody holds it, or it was decided already. A rule counts from
 * when it took effect: what was held before is protected from then on, and so is a lead of which history does not say since when it is held.
 */
export function decideProtection(state: LeadState, { policies, zone: organisationZone, id }: ProtectionContext): StartedProtection | null {
  const worked = workedBy(state);
  if (!worked || standingProtection(state)) return null;
  const facts = leadFacts(state);
  const found = ruleFor(policies, facts);
  if (!found) return null;
  const { rule, policy } = found;
  const zone = policy.spec.zone ?? organisationZone;
  const { holding, since } = worked;
  const from = Math.max(since, policy.since);
  if (!Number.isFinite(from)) return null;
  const bounds = boundsFrom(rule, from, zone);
  const { name, period: _period, maximum: _maximum, when: _when, exempt: _exempt, ...kept } = rule;
  const base: Base = { from, zone, holder: holding.to, ...kept, ...bounds, lastActivity: null };
  const { dueAt, lastActivity } = withActivity(state, base);
  return {
    policy: { name: policy.name, version: policy.version },
    from,
    data: {
      protectionId: id('protection'),
      rule: name,
      ownershipEventId: holding.eventId,
      holder: holding.to,
      from: isoInstant(from),
      zone,
      defaultDueAt: isoInstant(bounds.dueAt),
      dueAt: isoInstant(dueAt),
      extension: kept.extension,
      maximumAt: bounds.maximumAt === null ? null : isoInstant(bounds.maximumAt),
      remindBefore: kept.remindBefore,
      activity: kept.activity,
      lastActivity: lastActivity && { followUpId: lastActivity.followUpId, at: isoInstant(lastActivity.at) },
      pool: kept.pool,
      ...(rule.when !== null && readAs(policy.codes, facts)),
    },
  };
}

type Base = Pick<Protection, 'from' | 'zone' | 'holder' | 'activity' | 'extension' | 'dueAt' | 'maximumAt' | 'lastActivity'>;

/** Activity that was there before the protection was decided counts like any other. */
function withActivity(state: LeadState, base: Base): Base {
  let protection = base;
  for (let past = state.past; past; past = past.before) {
    const { event } = past;
    if (event.type !== 'lead.follow-up-recorded' || !qualifies(base, event.data)) continue;
    const { value } = event.metadata.occurredAt;
    if (event.metadata.occurredAt.precision === 'instant') protection = extended(protection, event.data.followUpId, Date.parse(value!));
  }
  return protection;
}
