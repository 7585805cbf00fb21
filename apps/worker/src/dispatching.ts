import { compileAssignment, Dispatcher } from '#libs/dispatch';
import { type RaisesAlerts } from '#libs/governance';
import { holdingAfter, leadGiver } from '#libs/leads';
import { type Logger } from '#libs/platform';
import { type LeadServices } from './lead-services.js';

/** Who gets the leads that arrive, by the policies in force: one team at a time, as many processes as there are. */
export const dispatching = (
  { pool, log, clock, keyedHash, organisation, commandsWith }: LeadServices,
  alerts: RaisesAlerts,
  logger: Logger,
): Dispatcher =>
  new Dispatcher({
    pool,
    log,
    clock,
    logger,
    keyedHash,
    compile: compileAssignment,
    holderRule: holdingAfter,
    giver: (from) => leadGiver(commandsWith(from(organisation))),
    raiseAlert: (alert) => alerts.raiseAlert(alert),
  });
