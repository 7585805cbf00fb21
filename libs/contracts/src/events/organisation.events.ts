import { Type } from '@sinclair/typebox';
import { Attributes, Id, Instant, nullable } from '../shapes.js';

/** Away from `from` (inclusive) to `to` (exclusive); null: until it is changed. `cover` handles what falls due meanwhile and owns nothing by it. */
const Absence = Type.Object({
  absenceId: Id,
  /** holiday, sick, training, parental … */
  kind: Type.String({ minLength: 1 }),
  from: Instant,
  to: nullable(Instant),
  cover: nullable(Id),
  note: nullable(Type.String()),
});
const role = nullable(Type.String({ minLength: 1 }));
/** A member of weight 2 gets twice the turns of one of weight 1. */
const weight = nullable(Type.Number({ exclusiveMinimum: 0 }));

/** Events of `rep-<id>`, `team-<id>` and `pool-<id>`: who works here, in time. */
export const organisationEvents = {
  'rep.joined': Type.Object({ repId: Id, name: Type.String({ minLength: 1 }), attributes: Attributes }),
  'rep.profile-changed': Type.Object({ name: Type.String({ minLength: 1 }), attributes: Attributes }),
  'rep.team-joined': Type.Object({ team: Id, role: Type.Optional(role), weight: Type.Optional(weight) }),
  'rep.membership-changed': Type.Object({ team: Id, role, weight }),
  'rep.team-left': Type.Object({ team: Id }),
  'rep.deactivated': Type.Object({ reason: nullable(Type.String()) }),
  /** The last day at work (`2026-03-31`) and the first instant after it. */
  'rep.leave-announced': Type.Object({ lastDay: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), endsAt: Instant }),
  'rep.leave-withdrawn': Type.Object({}),
  'rep.absence-announced': Absence,
  /** The absence as it is from here on, whole. */
  'rep.absence-changed': Absence,
  'rep.absence-cancelled': Type.Object({ absenceId: Id, reason: nullable(Type.String()) }),
  /** How many leads the rep may hold (stock), and take in a day of the rep's calendar (flow); null: no limit. */
  'rep.capacity-set': Type.Object({
    holdingCap: nullable(Type.Integer({ minimum: 0 })),
    intakeCap: nullable(Type.Integer({ minimum: 0 })),
  }),
  /** The rep's own working calendar; null: that of the team. */
  'rep.calendar-set': Type.Object({ calendar: nullable(Id) }),
  /** Reachable from `from` (inclusive) to `to` (exclusive) outside working time; `team` where the shift is for one team only. */
  'rep.on-call-set': Type.Object({ shiftId: Id, from: Instant, to: Instant, team: nullable(Id) }),
  'rep.on-call-cancelled': Type.Object({ shiftId: Id, reason: nullable(Type.String()) }),
  /** An import says so too, of what another import said before: it stays so when that one is retracted. `name` null: no more than that the id occurs. */
  'rep.confirmed': Type.Object({ repId: Id, name: nullable(Type.String({ minLength: 1 })), attributes: Attributes }),
  'rep.membership-confirmed': Type.Object({ team: Id, role: Type.Optional(role), weight: Type.Optional(weight) }),
  'rep.import-retracted': Type.Object({ importId: Id }),
  'team.created': Type.Object({ teamId: Id, name: Type.String({ minLength: 1 }), attributes: Attributes }),
  'team.calendar-set': Type.Object({ calendar: nullable(Id) }),
  'team.manager-named': Type.Object({ person: nullable(Id) }),
  'team.confirmed': Type.Object({ teamId: Id, name: Type.String({ minLength: 1 }), attributes: Attributes }),
  'team.import-retracted': Type.Object({ importId: Id }),
  'pool.created': Type.Object({ poolId: Id, name: Type.String({ minLength: 1 }), team: nullable(Id) }),
  'pool.confirmed': Type.Object({ poolId: Id, name: Type.String({ minLength: 1 }), team: nullable(Id) }),
  'pool.import-retracted': Type.Object({ importId: Id }),
} as const;
