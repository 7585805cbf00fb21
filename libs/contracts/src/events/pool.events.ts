import { type Static, Type } from '@sinclair/typebox';
import { Id, nullable } from '../shapes.js';

const reason = Type.String({ minLength: 1 });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const limit = nullable(Type.Integer({ minimum: 0 }));

/** Whom a pool is for: anyone who has one of the roles, is in one of the teams or is named. */
export const PoolAudience = Type.Object({ roles: Type.Array(Id), teams: Type.Array(Id), reps: Type.Array(Id) });
export type PoolAudience = Static<typeof PoolAudience>;

/** All settings of a pool, whole in each version. */
export const PoolSettings = Type.Object({
  /** Who may see its leads, and who may claim them; null: everyone whose role may. */
  see: nullable(PoolAudience),
  claim: nullable(PoolAudience),
  /** Fields that a rep sees only of leads that are its own. */
  maskedFields: Type.Array(Id),
  /** How many leads a rep may claim here in a day of its own calendar (flow); null: no limit. */
  claimsPerDay: limit,
  /** How many open leads a rep may hold, from wherever, to claim here (stock); null: no limit. */
  holdingLimit: limit,
  /** For how long whoever had a lead last may not claim it. */
  previousOwnerCoolDownMinutes: Type.Integer({ minimum: 0 }),
  /** For how long a new lead may not be claimed, from its capture. */
  newLeadCoolDownMinutes: Type.Integer({ minimum: 0 }),
  /** Pools that its leads may be moved to; null: any. */
  movesTo: nullable(Type.Array(Id)),
});
export type PoolSettings = Static<typeof PoolSettings>;

/** Why a rep gets a lead. `reopen` and `adopted` (found by the reconciler) are never refused and count in no day. */
const purpose = Type.Union([
  Type.Literal('claim'),
  Type.Literal('assignment'),
  Type.Literal('transfer'),
  Type.Literal('reopen'),
  Type.Literal('adopted'),
]);
export type ReservationPurpose = Static<typeof purpose>;

/** Settings of `pool-<id>`, and what limits on `rep-<id>` are counted from. */
export const poolEvents = {
  'pool.settings-changed': Type.Object({ version: Type.Integer({ minimum: 1 }), settings: PoolSettings, reason }),

  /** From here on every lead the rep gets or loses is posted on its stream. */
  'rep.reservations-begun': Type.Object({}),
  /** What the rep had when posting began, or what an import brought: open leads, and what was taken in days that are not over. */
  'rep.balance-opened': Type.Object({
    /** The position of the log up to which it was counted; null: leads of an import. */
    position: nullable(Type.Integer({ minimum: 0 })),
    leadIds: Type.Array(Id),
    taken: Type.Array(Type.Object({ leadId: Id, purpose, pool: nullable(Id), day: Day })),
  }),
  /**
   * The rep is about to get the lead. `day` is the date in the rep's calendar on which it counts as taken, `pool` the one it was claimed from.
   * `beside`: another reservation of the lead is open for the rep, so that the lead is counted already. Where that is of the `same-command`, sent
   * again, its day is counted too.
   */
  'rep.reservation-taken': Type.Object({
    reservationId: Id,
    leadId: Id,
    purpose,
    pool: nullable(Id),
    day: Day,
    beside: Type.Optional(Type.Union([Type.Literal('other-command'), Type.Literal('same-command')])),
  }),
  /**
   * The rep has the lead no more; `not-taken`: never got it, so that `undone` does not count in its day either. `beside`: another reservation of
   * the lead stays open, and the lead counted.
   */
  'rep.reservation-returned': Type.Object({
    reservationId: nullable(Id),
    leadId: Id,
    because: Type.Union([Type.Literal('not-taken'), Type.Literal('lost'), Type.Literal('closed')]),
    undone: nullable(Type.Object({ purpose, pool: nullable(Id), day: Day })),
    beside: Type.Optional(Type.Literal(true)),
  }),
} as const;
