import { organisationProjection } from '#libs/dispatch';
import { leadCardProjection, ownershipProjection, personProjection } from '#libs/leads';
import { type SequenceProjection } from '#libs/projections';

/** Every read model beside the spine. A new one is added here and nowhere else. */
export const projections: readonly SequenceProjection[] = [
  ownershipProjection,
  leadCardProjection,
  personProjection,
  organisationProjection,
];
