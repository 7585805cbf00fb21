import { type Span } from '#libs/calendar';
import { extended, qualifies } from '../../clocks/activity.js';
import { leadFacts } from '../../clocks/lead-facts.js';
import { leadFold } from '../../lead-fold.js';
import { type LeadState } from '../../lead-state.js';
import { effectivePeriods } from '../../ownership/effective-periods.js';
import { ownershipClaims } from '../../ownership/ownership-periods.js';
import { type PlacedEvent } from '../../ownership/placed-events.js';
import { statusOf } from '../../ownership/status-periods.js';
import { boundsFrom, ruleFor } from '../protection-for.js';
import { type RecyclingSpec } from '../recycling-spec.js';

/** A holding that the rule would have looked at, and what would have become of it. */
export interface HoldingIf {
  readonly lead: string;
  readonly owner: string;
  readonly rule: string;
  readonly from: number;
  /** When the lead would have left its owner; null: it would not have. */
  readonly leftAt: number | null;
  /** The owner won it all the same, afterwards. */
  readonly wonLater: boolean;
  /** The owner had not followed up until then. */
  readonly untouched: boolean;
  /** It was really recycled from this holding, before the period ended. */
  readonly reallyRecycled: boolean;
}

type Rules = Pick<RecyclingSpec, 'rules' | 'zone'>;

/** The policy as it reads facts at an instant (milliseconds since the epoch). */
export type RulesAt = (at: number) => Rules;

/**
 * What a recycling policy would have done with the holdings of one lead that began before `to` and ended after `from` (milliseconds), on its
 * facts as they were when each began. `placed` are its lasting events. Exemptions by stage and lock count as they stood at the due time.
 */
export function recycledIf(
  placed: readonly PlacedEvent[],
  rulesAt: RulesAt,
  organisationZone: string,
  from: number,
  to: number,
): HoldingIf[] {
  const events = [...placed].sort((a, b) => a.start - b.start || a.revision - b.revision);
  return effectivePeriods(ownershipClaims(placed)).flatMap(({ claim, from: began, until }): HoldingIf[] => {
    if (claim.holder.kind !== 'person' || !Number.isFinite(began) || began >= to || until <= from) return [];
    const spec = rulesAt(began);
    const zone = spec.zone ?? organisationZone;
    const found = ruleFor([{ spec: spec as RecyclingSpec }], leadFacts(stateAt(events, began)));
    if (!found) return [];
    const { rule } = found;
    const during = events.filter(({ start }) => start >= began && start < until);
    const end = Math.min(until, to, ...during.flatMap(({ event, start }) => ((statusOf(event) ?? 'open') === 'open' ? [] : [start])));
    const base = {
      from: began,
      zone,
      holder: claim.holder,
      activity: rule.activity,
      extension: rule.extension as Span | null,
      lastActivity: null,
    };
    let protection = { ...base, ...boundsFrom(rule, began, zone) } as Parameters<typeof extended>[0] & Parameters<typeof qualifies>[0];
    for (const { event, start } of during) {
      if (start > protection.dueAt) break;
      if (event.type === 'lead.follow-up-recorded' && qualifies(protection, event.data))
        protection = extended(protection, event.data.followUpId, start);
    }
    const due = protection.dueAt;
    const left = due >= from && due < end && !isExempt(stateAt(events, due), rule.exempt.stages, due);
    const owner = claim.holder.id;
    return [
      {
        lead: claim.event.stream.slice('lead-'.length),
        owner,
        rule: rule.name,
        from: began,
        leftAt: left ? due : null,
        wonLater: left && during.some(({ event, start }) => event.type === 'lead.won' && start >= due),
        untouched: left && !during.some(({ event, start }) => start <= due && isBy(event, owner)),
        reallyRecycled: until < to && events.some(({ event, start }) => event.type === 'lead.recycled' && start === until),
      },
    ];
  });
}

const isBy = (event: PlacedEvent['event'], owner: string): boolean =>
  event.type === 'lead.follow-up-recorded' && !event.data.automatic && event.data.by === owner;

const stateAt = (events: readonly PlacedEvent[], at: number): LeadState =>
  events.reduce((state, { event, start }) => (start <= at ? leadFold.evolve(state, event) : state), leadFold.initial);

const isExempt = ({ lock, stage }: LeadState, stages: readonly string[], at: number): boolean =>
  (lock !== null && (lock.until === null || lock.until > at)) || (stage !== null && stages.includes(stage.stage));
