import { organisationProjection, repAccountProjection } from '#libs/dispatch';
import { alertProjection, alertTimers } from '#libs/governance';
import { timerProjection } from '#libs/jobs';
import {
  accessRequestProjection,
  leadCardProjection,
  LEAD_TIMERS_VERSION,
  leadTimers,
  ownershipProjection,
  personProjection,
} from '#libs/leads';
import { type SequenceProjection } from '#libs/projections';

/** Every read model beside the spine. A new one is added here and nowhere else. */
export const projections: readonly SequenceProjection[] = [
  ownershipProjection,
  leadCardProjection,
  accessRequestProjection,
  personProjection,
  organisationProjection,
  repAccountProjection,
  alertProjection,
  timerProjection([leadTimers, alertTimers], LEAD_TIMERS_VERSION),
];
