import { type LedgerEvent } from '#libs/contracts';
import { assertNever, type Violation } from '#libs/platform';
import { policyInForce } from './policy-in-force.js';
import { type PolicyAnswer, type PolicyState } from './policy-state.js';

export type PolicyMove = 'test' | 'activate' | 'pause' | 'resume' | 'retire';

export interface ChangePolicy {
  readonly move: PolicyMove;
  readonly version: number;
  readonly reason: string;
  /** Milliseconds since the epoch: when the command was accepted. */
  readonly now: number;
  /** Of an activation: not before this; the document's own date where it is later, now where both are over. */
  readonly effectiveFrom: number | null;
  /** Of an activation. */
  readonly answers: readonly PolicyAnswer[];
  /** What the document, the world and the test cases say against going live; of a test and an activation. */
  readonly obstacles: readonly Violation[];
}

type PolicyEvent = LedgerEvent<'policy.put-to-test' | 'policy.activated' | 'policy.paused' | 'policy.resumed' | 'policy.retired'>;

/** No events: it is so already. */
export type ChangeDecision =
  | { readonly kind: 'events'; readonly events: readonly PolicyEvent[] }
  | { readonly kind: 'rejected'; readonly violations: readonly [Violation, ...Violation[]] };

/** Moves a version through its life: draft, test, active, paused, retired. Retirement said by a person is final; everything else can be taken back. */
export function decideChangePolicy(state: PolicyState, command: ChangePolicy): ChangeDecision {
  const { move, version, reason } = command;
  const violations = verdicts(state, command);
  const [first, ...others] = violations;
  if (first) return { kind: 'rejected', violations: [first, ...others] };
  if (isSo(state, command)) return { kind: 'events', events: [] };
  const data = { version, reason };
  switch (move) {
    case 'test':
      return { kind: 'events', events: [{ type: 'policy.put-to-test', data }] };
    case 'activate': {
      const effectiveFrom = new Date(startOf(state, command)).toISOString();
      return { kind: 'events', events: [{ type: 'policy.activated', data: { ...data, effectiveFrom, answers: [...command.answers] } }] };
    }
    case 'pause':
      return { kind: 'events', events: [{ type: 'policy.paused', data }] };
    case 'resume':
      return { kind: 'events', events: [{ type: 'policy.resumed', data }] };
    case 'retire':
      return { kind: 'events', events: [{ type: 'policy.retired', data }] };
    default:
      return assertNever(move);
  }
}

const startOf = (state: PolicyState, { version, now, effectiveFrom }: ChangePolicy): number =>
  Math.max(now, effectiveFrom ?? now, state.versions.find((each) => each.version === version)?.effectiveFrom ?? now);

/** What holds once all that was decided has taken effect, activations of the future included. */
const inTheEnd = (state: PolicyState) => policyInForce(state, Infinity);

function isSo(state: PolicyState, command: ChangePolicy): boolean {
  const { move, version, now } = command;
  const end = inTheEnd(state);
  const last = state.changes.findLast(({ what }) => what === 'activated');
  switch (move) {
    case 'test':
      return end.test?.version === version;
    case 'activate':
      return end.active?.version === version && last !== undefined && last.at <= Math.max(now, startOf(state, command));
    case 'pause':
      return end.statusOf(version) === 'paused';
    case 'resume':
      return end.active?.version === version;
    case 'retire':
      return retiredByHand(state, version);
    default:
      return assertNever(move);
  }
}

const retiredByHand = (state: PolicyState, version: number): boolean =>
  state.changes.some((change) => change.what === 'retired' && change.version === version);

function verdicts(state: PolicyState, command: ChangePolicy): readonly Violation[] {
  const { move, version, reason, obstacles } = command;
  const end = inTheEnd(state);
  const status = end.statusOf(version);
  const name = `${state.name}@${version}`;
  const found: (Violation | null)[] = [
    reason.trim() === '' ? { code: 'POLICY.REASON', message: 'Say why', path: 'reason' } : null,
    move !== 'retire' && move !== 'pause' && retiredByHand(state, version)
      ? { code: 'POLICY.RETIRED', message: `${name} is retired for good; send its document again as a new version`, path: 'version' }
      : null,
    move === 'test' && (status === 'active' || status === 'paused')
      ? { code: 'POLICY.ACTIVE', message: `${name} is ${status}: what decides is not tried any more`, path: 'version' }
      : null,
    move === 'activate' && status === 'paused' ? { code: 'POLICY.PAUSED', message: `${name} is paused: resume it`, path: 'version' } : null,
    (move === 'pause' || move === 'resume') && status !== 'active' && status !== 'paused'
      ? { code: 'POLICY.NOT_ACTIVE', message: `${name} is ${status}: only what is active can be paused and resumed`, path: 'version' }
      : null,
    ...(move === 'test' || move === 'activate' ? obstacles : []),
  ];
  return found.filter((verdict) => verdict !== null);
}
