import { type RecordedLedgerEvent } from '#libs/contracts';
import { initialPolicy, type PolicyChange, type PolicyState } from './policy-state.js';

/** Folds one event of `policy-<kind>-<name>`; events of other streams change nothing. */
export function evolvePolicy(state: PolicyState, event: RecordedLedgerEvent): PolicyState {
  switch (event.type) {
    case 'policy.drafted': {
      const { kind, name, version, document, documentHash, owner, effectiveFrom, reviewBy, reason } = event.data;
      const drafted = {
        version,
        document,
        documentHash,
        owner,
        effectiveFrom: effectiveFrom === null ? null : Date.parse(effectiveFrom),
        reviewBy,
        reason,
        draftedAt: event.metadata.knownAt,
        draftedBy: event.metadata.actor.id,
        revision: event.revision,
      };
      return { ...state, kind, name, versions: [...state.versions, drafted] };
    }
    case 'policy.put-to-test':
      return changed(state, event, 'put-to-test', recordedAt(event));
    case 'policy.activated':
      return {
        ...state,
        changes: [...state.changes, { ...changeOf(event, 'activated', Date.parse(event.data.effectiveFrom)), answers: event.data.answers }],
      };
    case 'policy.paused':
      return changed(state, event, 'paused', recordedAt(event));
    case 'policy.resumed':
      return changed(state, event, 'resumed', recordedAt(event));
    case 'policy.retired':
      return changed(state, event, 'retired', recordedAt(event));
    default:
      return state;
  }
}

/** The fold of one policy's stream. */
export const policyFold = { initial: initialPolicy, evolve: evolvePolicy };

type ChangeEvent = RecordedLedgerEvent<'policy.put-to-test' | 'policy.activated' | 'policy.paused' | 'policy.resumed' | 'policy.retired'>;

const recordedAt = (event: ChangeEvent): number => Date.parse(event.metadata.knownAt);

const changeOf = (event: ChangeEvent, what: PolicyChange['what'], at: number): PolicyChange => ({
  what,
  version: event.data.version,
  at,
  reason: event.data.reason,
  by: event.metadata.actor.id,
  recordedAt: event.metadata.knownAt,
  answers: [],
});

const changed = (state: PolicyState, event: ChangeEvent, what: PolicyChange['what'], at: number): PolicyState => ({
  ...state,
  changes: [...state.changes, changeOf(event, what, at)],
});
