import { type LedgerEvent } from '#libs/contracts';
import { type CommandAnswer, type CommandEnvelope, runCommandNow } from '#libs/event-store';
import { documentViolations, type DocumentProblem } from '#libs/expressions';
import { invalid, notFound, ProblemError, sha256, type Violation } from '#libs/platform';
import { decideChangePolicy, type PolicyMove } from './change-policy.decide.js';
import { decideDraftPolicy } from './draft-policy.decide.js';
import { parsePolicy } from './parse-policy.js';
import { type PolicyDependencies } from './policy-dependencies.js';
import { judgingPolicies } from './policy-vocabularies.js';
import { isUnanswered, type PolicyHead, type PolicyTestResult } from './policy-kind.js';
import { policyFold } from './policy.evolve.js';
import { type PolicyAnswer, type PolicyState, type PolicyVersion } from './policy-state.js';

/** Who sends a command about a policy, and its identity. */
export type PolicyEnvelope = CommandEnvelope;

/** Something that stands against a policy going live, and where in its document (from 1), if anywhere. */
type Obstacle = Violation & Partial<Pick<DocumentProblem, 'line' | 'column'>>;

/** What a document is worth before anything is written. */
export interface CheckedPolicy {
  readonly head: PolicyHead | null;
  /** Of the document itself, with line and column. */
  readonly problems: readonly DocumentProblem[];
  /** What stands against going live, as far as the document can be read: names that mean nobody, cases that can never be decided. */
  readonly obstacles: readonly Obstacle[];
  readonly tests: readonly PolicyTestResult[];
  readonly answers: readonly PolicyAnswer[];
  readonly draftable: boolean;
  readonly activatable: boolean;
}

export interface PolicyReference {
  readonly kind: string;
  readonly name: string;
  /** Default: for a pause, a resumption or a retirement the version that is active, else the last. */
  readonly version?: number;
}

export interface PolicyAccepted {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly answer: CommandAnswer;
}

export interface ChangeRequest {
  readonly move: PolicyMove;
  readonly reason: string;
  /** Of an activation; milliseconds since the epoch. */
  readonly effectiveFrom?: number;
}

/** Commands on policies. Errors: `ProblemError` with everything that stands against it; those of the event log. */
export interface PolicyCommands {
  check(document: string): Promise<CheckedPolicy>;
  draft(command: { readonly document: string; readonly reason: string }, envelope: PolicyEnvelope): Promise<PolicyAccepted>;
  change(reference: PolicyReference, request: ChangeRequest, envelope: PolicyEnvelope): Promise<PolicyAccepted>;
}

export const policyStream = (kind: string, name: string): string => `policy-${kind}-${name}`;

export function createPolicyCommands(dependencies: PolicyDependencies): PolicyCommands {
  const { kinds, clock, vocabularies } = dependencies;
  const judging = async () => vocabularies && judgingPolicies(await vocabularies.read(), clock.now().toISOString(), vocabularies.zone);

  async function check(document: string): Promise<CheckedPolicy> {
    const { head, kind, spec, readable, problems, placeOf } = parsePolicy(document, kinds, await judging());
    const whole = spec !== null && head !== null && kind !== null;
    const against = readable !== null && head !== null && kind !== null ? await kind.ready(readable, head) : [];
    const obstacles = against.map((one) => (one.path === undefined ? one : { ...one, ...placeOf(one.path) }));
    const tests = whole ? await kind.test(spec) : [];
    const draftable = head !== null && kind !== null && problems.every(isUnanswered);
    const activatable = whole && obstacles.length === 0 && tests.every(({ passed }) => passed);
    return { head, problems, obstacles, tests, answers: whole ? kind.answers(spec) : [], draftable, activatable };
  }

  const run = (
    reference: Pick<PolicyReference, 'kind' | 'name'>,
    body: unknown,
    envelope: PolicyEnvelope,
    decide: (state: PolicyState, now: number) => Promise<readonly LedgerEvent[]>,
  ): Promise<CommandAnswer> =>
    runCommandNow(dependencies, {
      stream: policyStream(reference.kind, reference.name),
      fold: policyFold,
      body,
      envelope,
      decide: (state, now) => decide(state, Date.parse(now)),
    });

  async function draft(command: { document: string; reason: string }, envelope: PolicyEnvelope): Promise<PolicyAccepted> {
    const { head, kind, problems } = parsePolicy(command.document, kinds, await judging());
    const reason = command.reason.trim();
    const violations = documentViolations(problems.filter((problem) => !isUnanswered(problem)));
    if (reason === '') violations.push({ code: 'POLICY.REASON', message: 'Say why this version is drafted', path: 'reason' });
    const [first, ...others] = violations;
    if (first) throw new ProblemError(422, [first, ...others]);
    if (!head || !kind) throw new Error('A policy without head has no problems');
    let version = 0;
    const answer = await run(head, ['draft-policy', command], envelope, (state) => {
      const decided = decideDraftPolicy(state, { head, document: command.document, documentHash: sha256(command.document), reason });
      version = decided.version;
      return Promise.resolve(decided.events);
    });
    const [drafted] = answer.events;
    if (drafted?.type === 'policy.drafted') version = drafted.data.version;
    return { kind: head.kind, name: head.name, version, answer };
  }

  /** What stands against a version going live now. */
  async function obstaclesOf({ document }: PolicyVersion): Promise<{ obstacles: readonly Violation[]; answers: readonly PolicyAnswer[] }> {
    const { problems, obstacles, tests, answers } = await check(document);
    const failed = tests
      .filter(({ passed }) => !passed)
      .map(({ name, difference }) => ({ code: 'POLICY.TEST_FAILED', message: `Test "${name}": ${difference}`, path: `tests.${name}` }));
    return { obstacles: [...documentViolations(problems), ...violationsOf(obstacles), ...failed], answers };
  }

  async function change(reference: PolicyReference, request: ChangeRequest, envelope: PolicyEnvelope): Promise<PolicyAccepted> {
    const { move, reason, effectiveFrom } = request;
    let version = 0;
    const answer = await run(reference, ['change-policy', reference, request], envelope, async (state, now) => {
      const chosen = versionOf(state, reference, move);
      version = chosen.version;
      const goesLive = move === 'test' || move === 'activate';
      const { obstacles, answers } = goesLive ? await obstaclesOf(chosen) : { obstacles: [], answers: [] };
      const decision = decideChangePolicy(state, {
        move,
        version,
        reason: reason.trim(),
        now,
        effectiveFrom: effectiveFrom ?? null,
        answers,
        obstacles,
      });
      if (decision.kind === 'rejected') throw new ProblemError(422, decision.violations);
      return decision.events;
    });
    const [changed] = answer.events;
    if (changed && 'version' in changed.data) version = changed.data.version as number;
    return { kind: reference.kind, name: reference.name, version, answer };
  }

  return { check, draft, change };
}

/** What stands against it as a refusal tells it: with its place in words and as data. */
const violationsOf = (obstacles: readonly Obstacle[]): readonly Violation[] =>
  obstacles.map(({ line, column, ...obstacle }) =>
    line === undefined
      ? obstacle
      : { ...obstacle, message: `line ${line}, column ${column}: ${obstacle.message}`, detail: { ...obstacle.detail, line, column } },
  );

/** The version meant, which must exist. */
function versionOf(state: PolicyState, { kind, name, version }: PolicyReference, move: PolicyMove): PolicyVersion {
  const last = state.versions.at(-1);
  if (!last) throw notFound('POLICY.NOT_FOUND', `There is no ${kind} policy ${name}; draft one`);
  if (version === undefined) {
    const activated = state.changes.findLast(({ what }) => what === 'activated')?.version;
    const meant = move === 'pause' || move === 'resume' || move === 'retire' ? (activated ?? last.version) : last.version;
    return state.versions.find((each) => each.version === meant) ?? last;
  }
  const found = state.versions.find((each) => each.version === version);
  if (found) return found;
  throw invalid({
    code: 'POLICY.NO_SUCH_VERSION',
    message: `${name} has no version ${version}; it has ${state.versions.map((each) => each.version).join(', ')}`,
    path: 'version',
  });
}
