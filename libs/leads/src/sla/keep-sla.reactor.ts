import { foldStream } from '#libs/event-store';
import { type Reaction, type Reactions, wakeTimers } from '#libs/jobs';
import { derivedId } from '#libs/platform';
import { type Pool } from 'pg';
import { appendClock, type ClockDependencies } from '../clocks/append-clock.js';
import { isRunning, type RuleVersion } from '../clocks/lead-clocks.js';
import { leadTimer } from '../clocks/lead-timers.js';
import { type PolicyBook } from '../clocks/policy-book.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { type LeadEvent } from '../lead-state.js';
import { type SlaCalendars } from './sla-calendars.js';
import { slaChanges } from './sla-changes.js';
import { type SlaSpec } from './sla-spec.js';

export interface SlaDependencies extends ClockDependencies {
  /** Holds the read models. */
  readonly pool: Pool;
  readonly policies: PolicyBook<SlaSpec>;
  readonly calendars: SlaCalendars;
}

/** Begins, stops, meets and resumes the service times of leads as their events say. A policy that is switched off begins none. */
export function keepSlas(dependencies: SlaDependencies): Reactions {
  const { policies, pool, log, calendars } = dependencies;
  const keep: Reaction = async (event) => {
    if (!(await policies.hasAny())) return;
    const leadId = event.stream.slice('lead-'.length);
    const holding = await policies.holding(Date.parse(event.metadata.knownAt));
    const { state } = await foldStream(log, leadStream(leadId), leadFold);
    const concerned = new Map<string, RuleVersion>(holding.map(({ name, version }) => [`${name}@${version}`, { name, version }]));
    for (const { policy, ...sla } of state.clocks.slas)
      if (policy && isRunning({ ...sla, policy })) concerned.set(`${policy.name}@${policy.version}`, policy);
    for (const [key, policy] of concerned) {
      const held = holding.find(({ name, version }) => name === policy.name && version === policy.version) ?? null;
      await appendClock(dependencies, leadId, { commandId: derivedId('sla', event.id, key), causationId: event.id }, async (now) => {
        const { facts, at } = await slaChanges(now, event as LeadEvent, { ...policy, holding: held }, calendars);
        return facts.length > 0 ? { facts, policy, at } : null;
      });
    }
  };
  const woken: Reaction = async ({ stream }) => {
    if (stream.startsWith('policy-sla-')) await wakeTimers(pool, [leadTimer.sla]);
  };
  return {
    'lead.captured': keep,
    'lead.inquiry-received': keep,
    'lead.assigned': keep,
    'lead.claimed': keep,
    'lead.transferred': keep,
    'lead.follow-up-recorded': keep,
    'lead.waiting-declared': keep,
    'lead.waiting-ended': keep,
    'policy.activated': woken,
    'policy.resumed': woken,
  };
}
