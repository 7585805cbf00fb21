export {
  type ChangeRequest,
  type CheckedPolicy,
  createPolicyCommands,
  type PolicyAccepted,
  type PolicyCommands,
  type PolicyEnvelope,
  type PolicyReference,
  policyStream,
} from './policies/policy-commands.js';
export { type PolicyDependencies } from './policies/policy-dependencies.js';
export { type PolicyMove } from './policies/change-policy.decide.js';
export { evolvePolicy, policyFold } from './policies/policy.evolve.js';
export { policyInForce } from './policies/policy-in-force.js';
export { noteUnanswered, type PolicyHead, type PolicyKind, type PolicyTestResult } from './policies/policy-kind.js';
export { headKeys as policyHeadKeys, type ParsedPolicy, parsePolicy } from './policies/parse-policy.js';
export { type PoliciesAsOf, readPolicies } from './policies/read-policies.js';
export {
  initialPolicy,
  type PolicyAnswer,
  type PolicyChange,
  type PolicyInForce,
  type PolicyState,
  type PolicyVersion,
  type VersionStatus,
} from './policies/policy-state.js';
