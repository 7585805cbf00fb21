import { type Reaction, type Reactions, wakeTimers } from '#libs/jobs';
import { concurrently, derivedId } from '#libs/platform';
import { type Pool } from 'pg';
import { appendClock, type ClockDependencies } from '../clocks/append-clock.js';
import { leadTimer } from '../clocks/lead-timers.js';
import { type PolicyBook, type PolicyHolding } from '../clocks/policy-book.js';
import { type RecyclingSpec } from './recycling-spec.js';
import { decideProtection } from './start-protection.decide.js';

export interface ProtectDependencies extends ClockDependencies {
  /** Holds the read models. */
  readonly pool: Pool;
  readonly policies: PolicyBook<RecyclingSpec>;
  /** The organisation's zone. */
  readonly zone: string;
}

/** Leads that a new rule finds in somebody's hands, at once. */
const IN_FLIGHT = 32;

/**
 * Decides until when each holder keeps a lead, whatever way the lead came to it. A policy that is switched off goes on deciding, so that switching
 * it on again finds every date as if it had never been off; it acts on none meanwhile.
 */
export function protectLeads(dependencies: ProtectDependencies): Reactions {
  const { policies, pool, clock } = dependencies;
  const given: Reaction = async ({ stream, id, metadata }) => {
    // History is told afterwards: what it tells of open leads is under the rules of today.
    const at = metadata.importId === undefined ? Date.parse(metadata.knownAt) : clock.now().getTime();
    const holding = await policies.holding(at, true);
    if (holding.length > 0) await protect(dependencies, stream.slice('lead-'.length), holding, id);
  };
  const activated: Reaction<'policy.activated'> = async ({ stream, data }) => {
    if (!stream.startsWith('policy-recycling-')) return;
    await wakeTimers(pool, [leadTimer.recycle, leadTimer.remind]);
    if (Date.parse(data.effectiveFrom) <= clock.now().getTime()) await protectHeldLeads(dependencies);
  };
  const resumed: Reaction<'policy.resumed'> = async ({ stream }) => {
    if (stream.startsWith('policy-recycling-')) await wakeTimers(pool, [leadTimer.recycle, leadTimer.remind]);
  };
  return {
    'lead.captured': given,
    'lead.assigned': given,
    'lead.claimed': given,
    'lead.transferred': given,
    'lead.ownership-corrected': given,
    'lead.reopened': given,
    'policy.activated': activated,
    'policy.resumed': resumed,
  };
}

/** Decides the protection of every open lead in somebody's hands that has none yet: a rule that takes effect now finds them so. */
export async function protectHeldLeads(dependencies: ProtectDependencies): Promise<number> {
  const holding = await dependencies.policies.holding(dependencies.clock.now().getTime(), true);
  if (holding.length === 0) return 0;
  const { rows } = await dependencies.pool.query<{ lead: string; revision: string }>(
    `select lead, last_position as revision from read.lead l
      where status = 'open' and card -> 'holder' ->> 'kind' in ('person', 'team')
        and not exists (select from read.timer t where t.subject = l.lead and t.kind = $1)
      order by lead`,
    [leadTimer.recycle],
  );
  const newest = holding.map(({ name, version }) => `${name}@${version}`).join(' ');
  await concurrently(rows, IN_FLIGHT, ({ lead, revision }) => protect(dependencies, lead, holding, `${newest} ${revision}`));
  return rows.length;
}

const protect = async (
  dependencies: ProtectDependencies,
  leadId: string,
  holding: readonly PolicyHolding<RecyclingSpec>[],
  cause: string,
): Promise<void> => {
  const commandId = derivedId('protect', leadId, cause);
  await appendClock(dependencies, leadId, { commandId }, (state) => {
    const id = (purpose: string): string => derivedId(purpose, commandId);
    const started = decideProtection(state, { policies: holding, zone: dependencies.zone, id });
    return started && { facts: [{ type: 'lead.protection-started', data: started.data }], policy: started.policy, at: started.from };
  });
};
