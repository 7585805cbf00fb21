import { type EventLog } from '#libs/event-store';
import { type Clock, derivedId, sha256 } from '#libs/platform';
import { nextVersion, versionsOf } from '../definitions/definition-version.js';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { appendToDefinition } from './append-to-definition.js';

/**
 * Publishes the definitions that come with the product, each version once: those whose document the stream has never held, in their order. Run at every start; an upgrade
 * adds what it brings and changes nothing that stands.
 */
export async function publishLibrary(deps: { readonly log: EventLog; readonly clock: Clock }): Promise<number> {
  const shipped = shippedDefinitions();
  let published = 0;
  for (const name of new Set(shipped.map((each) => each.name))) {
    const versions = shipped.filter((each) => each.name === name).map(({ document }) => ({ document, documentHash: sha256(document) }));
    const commandId = derivedId('library', name, ...versions.map(({ documentHash }) => documentHash));
    await appendToDefinition(
      deps,
      name,
      { commandId, commandHash: commandId, actor: { kind: 'automation', id: 'library', assurance: 'built-in' } },
      {
        decide: (stream) => {
          const held = versionsOf(stream);
          const known = new Set(held.map((each) => each.documentHash));
          const missing = versions.filter(({ documentHash }) => !known.has(documentHash));
          published += missing.length;
          const first = nextVersion(held);
          return {
            answer: missing.length,
            events: missing.map(({ document, documentHash }, index) => ({
              type: 'definition.published' as const,
              data: { name, version: first + index, document, documentHash, reason: 'Comes with LeadLedger' },
            })),
          };
        },
        replay: () => 0,
      },
    );
  }
  return published;
}
