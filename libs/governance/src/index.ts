export { evolvePolicy, policyFold } from './policies/policy.evolve.js';
export { policyInForce } from './policies/policy-in-force.js';
export {
  initialPolicy,
  type PolicyAnswer,
  type PolicyChange,
  type PolicyInForce,
  type PolicyState,
  type PolicyVersion,
  type VersionStatus,
} from './policies/policy-state.js';
