import { Type } from '@sinclair/typebox';
import { Id, nullable } from '../shapes.js';

/** Events of `settings`: who answers for what. */
export const governanceEvents = {
  /** One named person answers for a domain of data from here on; `pipeline` is the integrity of the whole. */
  'settings.accountable-named': Type.Object({ domain: Id, person: Id, previous: nullable(Id), reason: Type.String({ minLength: 1 }) }),
} as const;
