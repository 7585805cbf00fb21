import { type Static, Type } from '@sinclair/typebox';
import { Id, nullable } from '../shapes.js';

const reason = Type.String({ minLength: 1 });
const version = Type.Integer({ minimum: 1 });

/** How much of other people's leads a rep sees; the table of `libs/access` says what each means, field by field. */
export const VisibilityMode = Type.Union([
  Type.Literal('open'),
  Type.Literal('team'),
  Type.Literal('own'),
  Type.Literal('own+pool masked'),
]);
export type VisibilityMode = Static<typeof VisibilityMode>;

/** A rule for leads that are given back without naming a pool; null matches anything. */
export const ReleaseRoute = Type.Object({
  /** The reason given, in any case. */
  reason: nullable(Type.String({ minLength: 1 })),
  /** The pool the lead came from. */
  cameFrom: nullable(Id),
  /** Null: back to the pool it came from. */
  to: nullable(Id),
});
export type ReleaseRoute = Static<typeof ReleaseRoute>;

/** Decisions of the organisation on `settings`, of a team on `team-<id>`, and rights of a person on `user-<id>`. */
export const accessEvents = {
  'settings.visibility-changed': Type.Object({ version, mode: VisibilityMode, reason }),
  'settings.release-routes-changed': Type.Object({ version, routes: Type.Array(ReleaseRoute), reason }),
  /** To everyone who works here. */
  'settings.right-given': Type.Object({ right: Id, reason }),
  'settings.right-withdrawn': Type.Object({ right: Id, reason }),
  'user.right-given': Type.Object({ userId: Id, right: Id, reason }),
  'user.right-withdrawn': Type.Object({ userId: Id, right: Id, reason }),
  /** Null: that of the organisation. It never widens what the organisation allows. */
  'team.visibility-changed': Type.Object({ version, mode: nullable(VisibilityMode), reason }),
  /** Automatic distribution of the team is over; new leads wait for people. */
  'team.returned-to-general-queue': Type.Object({ policies: Type.Array(Id), reason }),
} as const;
