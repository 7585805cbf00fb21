import { type Pool } from 'pg';
import { type PolicyCommands } from '#libs/governance';

export const POLICIES = Symbol('policies');

/** What the policy endpoints work with. */
export interface PoliciesService {
  readonly commands: PolicyCommands;
  /** Of the database that holds schema `read`. */
  readonly pool: Pool;
}
