import { type DefinitionChange, withVersion } from '../definitions/definition-change.js';
import { type DefinitionVersion } from '../definitions/definition-version.js';

/** The version is what its name alone means no more. Whoever names it still gets the same numbers; what it published stands. */
export const decideRetireDefinition = (
  versions: readonly DefinitionVersion[],
  command: { readonly name: string; readonly version: number; readonly reason: string },
): DefinitionChange =>
  withVersion(versions, command, ({ name, version, state }) => ({
    kind: 'changed',
    version,
    events: state === 'retired' ? [] : [{ type: 'definition.retired', data: { name, version, reason: command.reason } }],
  }));
