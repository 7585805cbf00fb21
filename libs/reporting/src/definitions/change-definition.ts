import { type EventLog, type StorePosition } from '#libs/event-store';
import { type Clock, ProblemError, type Violation } from '#libs/platform';
import { appendToDefinition, type DefinitionEnvelope } from '../publish-definition/append-to-definition.js';
import { type DefinitionChange } from './definition-change.js';
import { type DefinitionState, type DefinitionVersion, versionsOf } from './definition-version.js';

export interface ChangedDefinition {
  readonly name: string;
  readonly version: number;
  readonly state: DefinitionState;
  readonly effectiveFrom: string | null;
  readonly documentHash: string;
  readonly storePosition: StorePosition | null;
}

/** Loads a definition, decides, appends. Throws 404, 409 or 422 with every reason for which the decision refuses. */
export async function changeDefinition(
  deps: { readonly log: EventLog; readonly clock: Clock },
  name: string,
  envelope: DefinitionEnvelope,
  decide: (versions: readonly DefinitionVersion[]) => DefinitionChange,
): Promise<ChangedDefinition> {
  const { answer, storePosition } = await appendToDefinition(deps, name, envelope, {
    decide: (stream) => {
      const change = decide(versionsOf(stream));
      if (change.kind === 'refused') throw new ProblemError(change.status, change.problems);
      return { answer: change.version, events: change.events };
    },
    replay: (event) => event.data['version'] as number,
  });
  const stream = [];
  for await (const event of deps.log.readStream(`definition-${name}`)) stream.push(event);
  const { version, state, effectiveFrom, documentHash } = versionsOf(stream).find((each) => each.version === answer)!;
  return { name, version, state, effectiveFrom, documentHash, storePosition };
}

/** Every command says why. */
export const reasonProblem = (reason: string): Violation[] =>
  reason.trim() === '' ? [{ code: 'DEFINITION.REASON', message: 'Say why', path: 'reason' }] : [];
