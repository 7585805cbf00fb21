import { Type } from '@sinclair/typebox';
import { Id, Instant } from '../shapes.js';

/** Events of `vocabulary-<name>`: the values that a field may have, in versions. A document is never changed; another one is the next version. */
export const vocabularyEvents = {
  'vocabulary.published': Type.Object({
    name: Id,
    version: Type.Integer({ minimum: 1 }),
    /** The YAML document as it was sent. */
    document: Type.String(),
    documentHash: Type.String(),
    /** What people enter is checked by it from here on (never before the event's own time). */
    effectiveFrom: Instant,
    reason: Type.String({ minLength: 1 }),
  }),
} as const;
