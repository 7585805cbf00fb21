import { Type } from '@sinclair/typebox';
import { Id, nullable } from '../shapes.js';

/** Events of `settings`: who answers for what. */
export const governanceEvents = {
  /** One named person answers for a domain of data from here on; `pipeline` is the integrity of the whole. */
  'settings.accountable-named': Type.Object({ domain: Id, person: Id, previous: nullable(Id), reason: Type.String({ minLength: 1 }) }),
  /** The person answers for nothing and is being deactivated by the command: from here on nobody names it for anything. */
  'settings.departure-begun': Type.Object({ person: Id, commandId: Id }),
} as const;
