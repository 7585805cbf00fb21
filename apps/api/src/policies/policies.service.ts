import { type Pool } from 'pg';
import { type PolicyCommands, type PolicyKind } from '#libs/governance';

export const POLICIES = Symbol('policies');

/** What the policy endpoints work with. */
export interface PoliciesService {
  readonly commands: PolicyCommands;
  readonly kinds: readonly PolicyKind[];
  /** Of the database that holds schema `read`. */
  readonly pool: Pool;
  /** The organisation's zone. */
  readonly zone: string;
}
