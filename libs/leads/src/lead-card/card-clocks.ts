import { isRunning, type LeadClocks } from '../clocks/lead-clocks.js';
import { type LeadCard, type SlaMark } from './lead-card.js';

/** What waits for its time; a protection holds for the holding it was decided for. */
export function cardClocks(
  { protection, nextAction, waiting, slas, revisit, contract }: LeadClocks,
  status: LeadCard['status'],
  holdingEventId: string,
) {
  const protects = status === 'open' && protection?.ownershipEventId === holdingEventId ? protection : null;
  return {
    nextAction: nextAction && {
      actionId: nextAction.actionId,
      action: nextAction.action,
      dueAt: iso(nextAction.dueAt),
      by: nextAction.by,
    },
    waitingFor: waiting && { on: waiting.on, for: waiting.for, until: iso(waiting.until) },
    recycleDueAt: protects && iso(protects.dueAt),
    recycleLatestAt: protects?.maximumAt == null ? null : iso(protects.maximumAt),
    recyclePolicy: protects && named(protects.policy),
    slas: slas.map((sla) => ({
      slaId: sla.slaId,
      clock: sla.clock,
      policy: named(sla.policy),
      state: slaState(sla),
      from: iso(sla.from),
      dueAt: iso(sla.dueAt),
      breachedAt: sla.breachedAt === null ? null : iso(sla.breachedAt),
      metAt: sla.met && iso(sla.met.at),
    })),
    revisitAt: revisit && iso(revisit.at),
    contractEndsOn: contract?.endsOn ?? null,
  };
}

function slaState(sla: LeadClocks['slas'][number]): SlaMark['state'] {
  if (sla.met) return sla.met.late ? 'met-late' : 'met';
  if (!isRunning(sla)) return 'dropped';
  if (sla.breachedAt !== null) return 'breached';
  return sla.paused ? 'paused' : 'running';
}

const iso = (ms: number): string => new Date(ms).toISOString();
const named = (rule: { readonly name: string; readonly version: number } | null): string | null => rule && `${rule.name}@${rule.version}`;
