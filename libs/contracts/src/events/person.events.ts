import { Type } from '@sinclair/typebox';
import { ContactPoint, Holder, Id } from '../shapes.js';

const reason = Type.String({ minLength: 1 });

/** Events of `person-<id>`: what identifies a person, and with whom it turned out to be one. */
export const personEvents = {
  'person.contact-points-added': Type.Object({ personId: Id, contactPoints: Type.Array(ContactPoint, { minItems: 1 }) }),
  /** From here on this person is taken for `into`. Its contact points, inquiries and leads stay its own, so that it can be taken back. */
  'person.merged': Type.Object({ personId: Id, into: Id, reason }),
  'person.unmerged': Type.Object({ personId: Id, from: Id, reason }),
  /** Whose customer it is, where several reps had open leads of one person. The leads follow by transfers that cite this event. */
  'person.collision-ruled': Type.Object({
    personId: Id,
    owner: Id,
    leads: Type.Array(Type.Object({ leadId: Id, previous: Holder }), { minItems: 1 }),
    reason,
  }),
} as const;
