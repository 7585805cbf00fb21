import { type Pool } from 'pg';
import { assignmentKind, knownWorld, type OrganisationReader, type PeopleReader } from '#libs/dispatch';
import { type PolicyKind } from '#libs/governance';
import { recyclingKind, slaKind } from '#libs/leads';
import { type Clock } from '#libs/platform';

export interface PolicyWorld {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly organisation: OrganisationReader;
  readonly people: PeopleReader;
  /** The organisation's zone. */
  readonly zone: string;
}

/** Every kind of policy there is. A new one is added here and nowhere else. */
export const policyKinds = ({ pool, clock, organisation, people, zone }: PolicyWorld): readonly PolicyKind[] => [
  assignmentKind(knownWorld(pool, clock)) as PolicyKind,
  recyclingKind({ organisation, zone }) as PolicyKind,
  slaKind({ people }) as PolicyKind,
];
