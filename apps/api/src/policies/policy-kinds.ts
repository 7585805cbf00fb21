import { type Pool } from 'pg';
import { assignmentKind, knownWorld } from '#libs/dispatch';
import { type PolicyKind } from '#libs/governance';
import { type Clock } from '#libs/platform';

/** Every kind of policy there is. A new one is added here and nowhere else. */
export const policyKinds = (pool: Pool, clock: Clock): readonly PolicyKind[] => [assignmentKind(knownWorld(pool, clock)) as PolicyKind];
