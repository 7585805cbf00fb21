import { type DefinitionChange, refused, withVersion } from '../definitions/definition-change.js';
import { type DefinitionVersion } from '../definitions/definition-version.js';

export interface NamedVersion {
  readonly name: string;
  readonly version: number;
  readonly reason: string;
}

/** A draft is shown to others for judgement: it can be run, and is marked as a test in everything it gives. */
export const decidePutDefinitionToTest = (versions: readonly DefinitionVersion[], command: NamedVersion): DefinitionChange =>
  withVersion(versions, command, ({ name, version, state }) => {
    if (state === 'test') return { kind: 'changed', version, events: [] };
    if (state !== 'draft')
      return refused(409, 'DEFINITION.STATE', `${name}@${version} is ${state}: only a draft is put to test`, 'definition');
    return { kind: 'changed', version, events: [{ type: 'definition.put-to-test', data: { name, version, reason: command.reason } }] };
  });
