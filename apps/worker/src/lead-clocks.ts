import { peopleReader } from '#libs/dispatch';
import { type RaisesAlerts } from '#libs/governance';
import { createReactionRunner, type ReactionRunner, type Reactions, type TimerKind } from '#libs/jobs';
import {
  escalateBreaches,
  escalateOverdue,
  keepSlas,
  slaCalendars,
  slaKind,
  slaTimerKind,
  policyBook,
  promiseTimerKinds,
  protectLeads,
  recyclingKind,
  recyclingTimerKinds,
  remindHolders,
  tellOfAssignments,
  tellOfInquiries,
} from '#libs/leads';
import { type Config, type Logger } from '#libs/platform';
import { type LeadServices } from './lead-services.js';
import { type OnTrouble } from './say-trouble.js';

export interface LeadClocks {
  readonly runners: (onTrouble: OnTrouble) => readonly ReactionRunner[];
  readonly timers: readonly TimerKind[];
}

/** What keeps the clocks of leads: until when holders keep them, and who is told. */
export function leadClocks(services: LeadServices, alerts: RaisesAlerts, config: Config, logger: Logger): LeadClocks {
  const { log, pool, clock, keyedHash, organisation, leads, seen } = services;
  const { timeZone: zone } = config;
  const base = { log, pool, clock, keyedHash, zone, seen };
  const recycling = policyBook({ pool, kind: recyclingKind({ organisation, zone }) });
  const people = peopleReader(log);
  const service = policyBook({ pool, kind: slaKind({ people }) });
  const reactions: readonly { readonly name: string; readonly handlers: Reactions; readonly onlyWith?: string }[] = [
    { name: 'protect-leads', handlers: protectLeads({ ...base, policies: recycling }), onlyWith: 'policy-recycling-' },
    { name: 'remind-holders', handlers: remindHolders(alerts), onlyWith: 'policy-recycling-' },
    { name: 'escalate-overdue', handlers: escalateOverdue(alerts) },
    {
      name: 'keep-slas',
      handlers: keepSlas({ ...base, policies: service, calendars: slaCalendars(people, zone) }),
      onlyWith: 'policy-sla-',
    },
    { name: 'escalate-breaches', handlers: escalateBreaches(alerts, service), onlyWith: 'policy-sla-' },
    { name: 'tell-of-inquiries', handlers: tellOfInquiries(log, alerts) },
    { name: 'tell-of-assignments', handlers: tellOfAssignments(alerts), onlyWith: 'policy-assignment-' },
  ];
  return {
    runners: (onTrouble) => reactions.map((reaction) => createReactionRunner({ pool, since: 'start', logger, onTrouble, ...reaction })),
    timers: [
      ...recyclingTimerKinds({ ...base, commands: leads, organisation, policies: recycling }),
      ...promiseTimerKinds({ ...base, commands: leads }),
      slaTimerKind({ ...base, policies: service }),
    ],
  };
}
