import { type AccessCommands } from '#libs/access';
import { type VisibilityMode } from '#libs/contracts';
import { type CommandAnswer, type CommandEnvelope, type CommandMeans, foldStream, runCommandNow } from '#libs/event-store';
import { policyInForce, type PolicyCommands, type PolicyMove, type PolicyState, type PolicyVersion, readPolicies } from '#libs/governance';
import { derivedId, invalid, notFound } from '#libs/platform';
import { type Pool } from 'pg';
import { compileAssignment } from '../assignment-policy/compile-assignment.js';
import { evolveGroup, initialGroup } from '../group.evolve.js';

export interface GeneralQueueDependencies extends CommandMeans {
  /** Holds the spine, where the policies in force are read. */
  readonly pool: Pool;
  readonly policies: Pick<PolicyCommands, 'change'>;
  readonly access: AccessCommands;
  /** Resolves when the spine has reached the command that the token stands for. */
  readonly waitFor: (token: string) => Promise<void>;
}

export interface ReturnToGeneralQueue {
  readonly team: string;
  /** Of the team's leads from now on; left out: as it is, null: as the organisation. */
  readonly visibility?: VisibilityMode | null;
  readonly reason: string;
}

export interface ReturnedToGeneralQueue {
  readonly team: string;
  /** Assignment policies that were switched off, or kept from being switched on. */
  readonly paused: readonly string[];
  readonly answer: CommandAnswer;
}

/**
 * Switches off everything that distributes to a team or is scheduled to, and sets the visibility of its leads. A lead that was decided and not yet given stays in
 * its pool, for people to claim; who has a lead keeps it. What is refused is refused before anything is switched off; a command that died half
 * way goes on where it is sent again with its id. Errors: 404 `TEAM.NOT_FOUND`, 422 `REASON.MISSING`, `VISIBILITY.WIDER_THAN_ORGANISATION`.
 */
export async function returnToGeneralQueue(
  dependencies: GeneralQueueDependencies,
  command: ReturnToGeneralQueue,
  envelope: CommandEnvelope,
): Promise<ReturnedToGeneralQueue> {
  const { log, access, waitFor } = dependencies;
  const { team, visibility, reason } = command;
  if (reason.trim() === '') throw invalid({ code: 'REASON.MISSING', message: 'Say why', path: 'reason' });
  const { state } = await foldStream(log, `team-${team}`, { initial: initialGroup, evolve: evolveGroup });
  if (!state.exists) throw notFound('TEAM.NOT_FOUND', `There is no team ${team}`);
  if (visibility !== undefined) {
    const commandId = derivedId('general-queue-visibility', envelope.commandId);
    await access.execute({ do: 'change-team-visibility', team, mode: visibility, reason }, { ...envelope, commandId });
  }
  const first = await switchOff(dependencies, command, envelope);
  const answer = await note(dependencies, command, first, envelope);
  // What was activated just before is in the spine by then.
  await waitFor(answer.token);
  const later = await switchOff(dependencies, command, envelope);
  return { team, paused: [...new Set([...first, ...later])].sort(), answer };
}

async function switchOff(
  { pool, clock, policies }: GeneralQueueDependencies,
  { team, reason }: ReturnToGeneralQueue,
  envelope: CommandEnvelope,
): Promise<readonly string[]> {
  const now = clock.now().getTime();
  const moves = (await readPolicies(pool)).flatMap((policy) => {
    const move = policy.kind === 'assignment' ? moveAgainst(policy, team, now) : null;
    return move ? [{ name: policy.name, ...move }] : [];
  });
  for (const { name, version, move } of moves) {
    const commandId = derivedId(`general-queue-${move}`, envelope.commandId, name, version);
    await policies.change({ kind: 'assignment', name, version }, { move, reason }, { ...envelope, commandId });
  }
  return moves.map(({ name }) => name);
}

/**
 * What keeps a policy from distributing to a team, now and later; null: it does not. A pause holds for an activation that is to come, too. Where
 * only that would distribute to the team, and what is in force serves another one, the version to come is retired.
 */
function moveAgainst(policy: PolicyState, team: string, now: number): { readonly version: number; readonly move: PolicyMove } | null {
  const present = policyInForce(policy, now).active;
  const last = policyInForce(policy, Infinity).active;
  const serves = (version: PolicyVersion | null): boolean => version !== null && compileAssignment(version.document)?.team === team;
  if (serves(present)) return { version: (last ?? present!).version, move: 'pause' };
  if (!serves(last)) return null;
  return { version: last!.version, move: present === null ? 'pause' : 'retire' };
}

const note = (
  means: CommandMeans,
  command: ReturnToGeneralQueue,
  policies: readonly string[],
  envelope: CommandEnvelope,
): Promise<CommandAnswer> =>
  runCommandNow(means, {
    stream: `team-${command.team}`,
    fold: { initial: null, evolve: () => null },
    body: ['return-to-general-queue', command],
    envelope,
    decide: () => [{ type: 'team.returned-to-general-queue', data: { policies: [...policies], reason: command.reason } }],
  });
