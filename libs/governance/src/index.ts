export { type AccountableAnswer, accountableAt, type AccountableAsOf, allAccountable } from './accountable/accountable-at.js';
export { type AccountableCommands, beginDeparture, createAccountableCommands } from './accountable/accountable-commands.js';
export { PIPELINE } from './accountable/accountable-state.js';
export { type NameAccountable } from './accountable/name-accountable/name-accountable.decide.js';
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
export { type PolicyUpkeep, policyUpkeep } from './policies/policy-upkeep.js';
export { headKeys as policyHeadKeys, type ParsedPolicy, parsePolicy } from './policies/parse-policy.js';
export { readingFacts } from './policies/policy-vocabularies.js';
export { valuesRead } from './policies/values-read.js';
export { policiesReferring } from './policies/policies-referring.js';
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
export { type AlertChannel, type AlertMessage } from './alerts/alert-channel.js';
export { type AlertCommands, createAlertCommands } from './alerts/alert-commands.js';
export { alertProjection } from './alerts/alert.projection.js';
export { alertTimerKind, alertTimers } from './alerts/alert-timers.js';
export { deliverAlerts } from './alerts/deliver-alert.js';
export { type AlertLine, type AlertQuery, listAlerts } from './alerts/list-alerts.js';
export { type RaiseAlert, type RaisesAlerts } from './alerts/raise-alert.js';
export { type Contact, type Recipients } from './alerts/recipients.port.js';
export { emailChannel } from './alerts/channels/email.channel.js';
export { webhookChannel } from './alerts/channels/webhook.channel.js';
export { VocabularySchema } from './vocabularies/vocabulary-document.schema.js';
export { loadValueJudge, type ValueJudge } from './vocabularies/value-judge.js';
export { loadTextRecogniser, type RecognisedValue, type TextRecogniser } from './vocabularies/recognise-values.js';
export { type EnteredValues } from './vocabularies/judge-values.js';
export { type VocabularyEdit } from './vocabularies/edit-vocabulary.js';
export {
  readVocabularies,
  vocabulariesOfEvents,
  vocabulariesOfLog,
  type VocabularyReader,
  vocabularyReader,
} from './vocabularies/read-vocabularies.js';
export { createVocabularyCommands, type PublishedVocabulary, type VocabularyCommands } from './vocabularies/vocabulary-commands.js';
export { VocabularyBook } from './vocabularies/vocabulary-book.js';
export { type Vocabulary } from './vocabularies/vocabulary.js';
export { noVocabularies, type PlacedVersion, VocabularyLibrary } from './vocabularies/vocabulary-library.js';
export { createRatesCommands, type PublishedRates, type RatesCommands } from './rates/rates-commands.js';
export { type RatesVersion, readRates } from './rates/read-rates.js';
export { parseRates } from './rates/parse-rates.js';
