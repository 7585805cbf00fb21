import { type EventLog, type StorePosition } from '#libs/event-store';
import { documentViolations } from '#libs/expressions';
import { type Clock, ProblemError, sha256 } from '#libs/platform';
import { parseDefinition } from '../definitions/parse-definition.js';
import { appendToDefinition, type DefinitionEnvelope } from './append-to-definition.js';
import { decidePublishDefinition } from './publish-definition.decide.js';

export interface PublishedVersion {
  readonly name: string;
  readonly version: number;
  readonly documentHash: string;
  readonly storePosition: StorePosition | null;
}

/** Checks a document and publishes it as the next version. Throws 422 with every problem of the document, at its line and column. */
export async function publishDefinition(
  deps: { readonly log: EventLog; readonly clock: Clock },
  command: { readonly document: string; readonly reason: string },
  envelope: DefinitionEnvelope,
): Promise<PublishedVersion> {
  const { definition, problems } = parseDefinition(command.document);
  const violations = documentViolations(problems);
  if (command.reason.trim() === '')
    violations.push({ code: 'DEFINITION.REASON', message: 'Say why this version is published', path: 'reason' });
  const [first, ...others] = violations;
  if (!definition || first) throw new ProblemError(422, [first!, ...others]);
  const { name } = definition;
  const documentHash = sha256(command.document);
  const { answer: version, storePosition } = await appendToDefinition(deps, name, envelope, {
    decide: (stream) => {
      const decided = decidePublishDefinition(stream as unknown as Parameters<typeof decidePublishDefinition>[0], {
        name,
        document: command.document,
        documentHash,
        reason: command.reason.trim(),
      });
      return { answer: decided.version, events: decided.events };
    },
    replay: (event) => event.data['version'] as number,
  });
  return { name, version, documentHash, storePosition };
}
