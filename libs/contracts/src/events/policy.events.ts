import { Type } from '@sinclair/typebox';
import { Id, Instant, nullable } from '../shapes.js';

const version = Type.Integer({ minimum: 1 });
const reason = Type.String({ minLength: 1 });
const change = Type.Object({ version, reason });

/** Events of `policy-<kind>-<name>`: what decides, in versions. A document is never changed; another one is the next version. */
export const policyEvents = {
  'policy.drafted': Type.Object({
    kind: Id,
    name: Id,
    version,
    /** The YAML document as it was sent. */
    document: Type.String(),
    documentHash: Type.String(),
    /** The person who answers for it. */
    owner: Id,
    /** Not in force before; null: from its activation on. */
    effectiveFrom: nullable(Instant),
    /** The date by which it must be looked at again. */
    reviewBy: nullable(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    reason,
  }),
  /** Decides and records beside what is in force, and acts on nothing. */
  'policy.put-to-test': change,
  /** In force from `effectiveFrom` (never before the event's own time) in place of the version before. */
  'policy.activated': Type.Object({
    version,
    effectiveFrom: Instant,
    /** The answers to the questions that its kind asks before anything goes live, in the words of the document. */
    answers: Type.Array(Type.Object({ question: Type.String(), answer: Type.String({ minLength: 1 }) })),
    reason,
  }),
  /** The off switch: nothing of this policy is in force from here on, until it is resumed. */
  'policy.paused': change,
  'policy.resumed': change,
  'policy.retired': change,
} as const;
