import { Type } from '@sinclair/typebox';
import { Finding, Holder, Id, nullable } from '../shapes.js';

/** Events of `redistribution-<command id>`: many leads that were handed over by one command. */
export const redistributionEvents = {
  /** Which leads, from whom: fixed here, before the first of them moves. The leads follow by transfers that cite this event. */
  'redistribution.begun': Type.Object({
    leads: Type.Array(Type.Object({ leadId: Id, previous: Holder })),
    /** Whose leads all were meant; null: leads were named. */
    rep: nullable(Id),
    to: Holder,
    team: nullable(Id),
    /** Whatever limits the new owner has reached. */
    evenAtCapacity: Type.Boolean(),
    reason: Type.String({ minLength: 1 }),
  }),
  /** What became of the next leads of the list; `status` is that of the refusal over HTTP. */
  'redistribution.carried-out': Type.Object({
    moved: Type.Array(Id),
    refused: Type.Array(
      Type.Object({
        leadId: Id,
        status: Type.Integer(),
        violations: Type.Array(
          Type.Composite([Finding, Type.Object({ path: Type.Optional(Type.String()), detail: Type.Optional(Type.Unknown()) })]),
          { minItems: 1 },
        ),
      }),
    ),
  }),
} as const;
