import { type Holder, type PoolSettings } from '#libs/contracts';
import { isFor } from '#libs/dispatch';
import { type DecideContext, holderOf, type Verdict } from './decision.js';
import { isoInstant } from './instant.js';
import { type ClaimLead } from './lead-action.js';
import { isLocked, type LeadState } from './lead-state.js';

const MINUTE_MS = 60_000;

/** What the settings of the pool that has the lead say about a claim; nothing where no pool has it. */
export function poolAllowsClaim(state: LeadState, { rep }: ClaimLead, context: DecideContext): readonly Verdict[] {
  const held = holderOf(state, context);
  const settings = held?.to.kind === 'pool' ? context.organisation.pool(held.to.id)?.settings : undefined;
  if (!held || !settings) return [];
  return [
    isForClaimant(settings, rep, (held.to as { id: string }).id, context),
    previousOwnerCoolDown(state, rep, settings, context),
    newLeadCoolDown(state, settings, context),
  ];
}

function isForClaimant({ claim, see }: PoolSettings, rep: string, pool: string, context: DecideContext): Verdict {
  const { teams, roles } = context.organisation.rep(rep)?.groupsAt(context.start) ?? { teams: [], roles: [] };
  const asker = { rep, teams, roles: ['rep', ...roles] };
  return isFor(claim, asker) && isFor(see, asker)
    ? null
    : {
        code: 'POOL.NOT_FOR_REP',
        message: `Leads of pool ${pool} are not for ${rep} to claim; its settings name who may`,
        path: 'rep',
        detail: { pool },
      };
}

/** Who had it last gives others a chance first. */
function previousOwnerCoolDown(state: LeadState, rep: string, settings: PoolSettings, context: DecideContext): Verdict {
  const minutes = settings.previousOwnerCoolDownMinutes;
  const before = state.ownership.filter(({ start }) => start <= context.start);
  const last = before.findLastIndex(({ to }) => to.kind === 'person');
  const owner = before[last]?.to;
  const lost = before[last + 1]?.start;
  if (minutes === 0 || owner?.kind !== 'person' || owner.id !== rep || lost === undefined) return null;
  const until = lost + minutes * MINUTE_MS;
  return context.start >= until
    ? null
    : {
        code: 'LEAD.PREVIOUS_OWNER_COOL_DOWN',
        message: `${rep} had the lead until ${isoInstant(lost)} and may claim it from ${isoInstant(until)} on`,
        path: 'rep',
        detail: { minutes, lostAt: isoInstant(lost), until: isoInstant(until) },
      };
}

function newLeadCoolDown(state: LeadState, { newLeadCoolDownMinutes: minutes }: PoolSettings, context: DecideContext): Verdict {
  const until = state.capturedAt + minutes * MINUTE_MS;
  return minutes === 0 || context.start >= until
    ? null
    : {
        code: 'LEAD.NEW_COOL_DOWN',
        message: `New leads may be claimed ${minutes} minutes after they came in: this one from ${isoInstant(until)} on`,
        detail: { minutes, capturedAt: isoInstant(state.capturedAt), until: isoInstant(until) },
      };
}

/** A pool's settings may name the pools that its leads go to. */
export function mayMoveTo(state: LeadState, to: Holder, context: DecideContext): Verdict {
  const from = holderOf(state, context)?.to;
  if (from?.kind !== 'pool' || to.kind !== 'pool' || from.id === to.id) return null;
  const allowed = context.organisation.pool(from.id)?.settings.movesTo ?? null;
  return allowed === null || allowed.includes(to.id)
    ? null
    : {
        code: 'POOL.MOVE_NOT_ALLOWED',
        message: `Leads of pool ${from.id} may be moved to ${allowed.length > 0 ? allowed.join(', ') : 'no other pool'}, not to ${to.id}`,
        path: 'to',
        detail: { from: from.id, to: to.id, allowed },
      };
}

/** Locked leads stay where they are: they are neither recycled nor claimed. */
export const isNotLocked = (state: LeadState, context: DecideContext): Verdict =>
  isLocked(state, context.start)
    ? {
        code: 'LEAD.LOCKED',
        message: `The lead is locked ${state.lock?.until == null ? 'until it is unlocked' : `until ${isoInstant(state.lock.until)}`}; unlock it first`,
        detail: { until: state.lock?.until == null ? null : isoInstant(state.lock.until) },
      }
    : null;

/** Limits of a rep are overruled by those who may, and said to be. */
export const mayOverrule = ({ evenAtCapacity }: { readonly evenAtCapacity?: boolean }, { rights }: DecideContext): Verdict =>
  evenAtCapacity && !rights.has('overrule-limits')
    ? {
        code: 'LIMITS.OVERRULE_NOT_PERMITTED',
        message: 'You may not overrule the limits of a rep; leave evenAtCapacity out',
        path: 'evenAtCapacity',
      }
    : null;
