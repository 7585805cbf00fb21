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
  const { log, pool, clock, keyedHash, organisation, leads } = services;
  const { timeZone: zone } = config;
  const base = { log, pool, clock, keyedHash, zone };
  const recycling = policyBook({ pool, kind: recyclingKind({ organisation, zone }) });
  const people = peopleReader(log);
  const service = policyBook({ pool, kind: slaKind({ people }) });
  const reactions: Readonly<Record<string, Reactions>> = {
    'protect-leads': protectLeads({ ...base, policies: recycling }),
    'remind-holders': remindHolders(alerts),
    'escalate-overdue': escalateOverdue(alerts),
    'keep-slas': keepSlas({ ...base, policies: service, calendars: slaCalendars(people, zone) }),
    'escalate-breaches': escalateBreaches(alerts, service),
    'tell-of-inquiries': tellOfInquiries(log, alerts),
  };
  return {
    runners: (onTrouble) =>
      Object.entries(reactions).map(([name, handlers]) =>
        createReactionRunner({ pool, name, handlers, since: 'start', logger, onTrouble }),
      ),
    timers: [
      ...recyclingTimerKinds({ ...base, commands: leads, organisation, policies: recycling }),
      ...promiseTimerKinds({ ...base, commands: leads }),
      slaTimerKind({ ...base, policies: service }),
    ],
  };
}
