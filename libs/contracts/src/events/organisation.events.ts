import { Type } from '@sinclair/typebox';
import { Attributes, Id, nullable } from '../shapes.js';

/** Events of `rep-<id>`, `team-<id>` and `pool-<id>`: who works here, in time. */
export const organisationEvents = {
  'rep.joined': Type.Object({ repId: Id, name: Type.String({ minLength: 1 }), attributes: Attributes }),
  'rep.profile-changed': Type.Object({ name: Type.String({ minLength: 1 }), attributes: Attributes }),
  'rep.team-joined': Type.Object({ team: Id }),
  'rep.team-left': Type.Object({ team: Id }),
  'rep.deactivated': Type.Object({ reason: nullable(Type.String()) }),
  'rep.import-retracted': Type.Object({ importId: Id }),
  'team.created': Type.Object({ teamId: Id, name: Type.String({ minLength: 1 }), attributes: Attributes }),
  'team.import-retracted': Type.Object({ importId: Id }),
  'pool.created': Type.Object({ poolId: Id, name: Type.String({ minLength: 1 }), team: nullable(Id) }),
  'pool.import-retracted': Type.Object({ importId: Id }),
} as const;
