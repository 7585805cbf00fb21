import { Type } from '@sinclair/typebox';
import { ContactPoint, Id } from '../shapes.js';

/** Events of `person-<id>`: what identifies a person. */
export const personEvents = {
  'person.contact-points-added': Type.Object({ personId: Id, contactPoints: Type.Array(ContactPoint, { minItems: 1 }) }),
} as const;
