import { eventRow, type Raw, type ReferenceWorld } from './reference-row.features.js';
import { type LeadView } from './lead-view.features.js';
import { between, heldAfter, heldAt, type Moment, type Placed } from './past.features.js';

const momentOf = (instant: string): Moment => ({ ms: Date.parse(instant), day: null, known: true });
const byPosition = (events: readonly Placed[]): Placed[] => [...events].sort((a, b) => a.position - b.position);
const policyFacts = (policy: { readonly name: string; readonly version: number } | undefined): Record<string, unknown> => ({
  policy: policy?.name ?? null,
  policy_version: policy?.version ?? null,
});
type Of<T extends Placed['type']> = Extract<Placed, { type: T }>;

export function slaClocks(lead: LeadView): Raw[] {
  const all = byPosition(lead.events);
  return all.flatMap((event) => {
    if (event.type !== 'lead.sla-started') return [];
    const { slaId, clock, from, dueAt, targetMs, calendar, stops } = event.data;
    const last = <T extends Placed['type']>(type: T): Of<T> | undefined =>
      all.findLast((each) => each.type === type && (each.data as { slaId: string }).slaId === slaId) as Of<T> | undefined;
    const pauses = all.filter((each) => each.type === 'lead.sla-paused' && each.data.slaId === slaId);
    const changed = all.findLast(
      (each) => (each.type === 'lead.sla-paused' || each.type === 'lead.sla-resumed') && each.data.slaId === slaId,
    );
    const [metEvent, breachEvent] = [last('lead.sla-met'), last('lead.sla-breached')];
    const [met, breach] = [metEvent?.data, breachEvent?.data];
    const settled = breach?.dueAt ?? met?.at;
    const held = settled
      ? heldAt(lead.events, Date.parse(settled))
      : { owner: lead.facts['owner_today'] as string | null, team: lead.facts['team_today'] as string | null };
    const started = momentOf(from);
    const metAt = met ? momentOf(met.at) : null;
    const unmet = breach ? 'breached' : changed?.type === 'lead.sla-paused' ? 'paused' : 'running';
    const named = breach && heldAfter({ data: breach } as unknown as Placed);
    const facts = {
      clock,
      stops,
      state: met ? (met.late ? 'met late' : 'met') : unmet,
      ...policyFacts(event.metadata.policy),
      calendar: calendar?.id ?? null,
      calendar_version: calendar?.version ?? null,
      was_breached: breach !== undefined,
      was_met: met !== undefined,
      late: met?.late ?? null,
      met_by: met?.by ?? null,
      owner: held.owner,
      team: held.team,
      owner_at_breach: named?.owner ?? null,
      team_at_breach: named?.team ?? null,
      holder_at_breach: named?.holder ?? null,
      holder_kind_at_breach: named?.kind ?? null,
      earlier_owners: breach?.earlier.flatMap(({ holder }) => (holder.kind === 'person' ? [holder.id] : [])).join(', ') || null,
      pauses: pauses.length,
      target: targetMs,
      elapsed: met?.elapsedMs ?? null,
      until_met: between(started, metAt, 'UTC'),
    };
    const times = {
      started,
      due: momentOf(last('lead.sla-resumed')?.data.dueAt ?? dueAt),
      met: metAt,
      breached: breach ? momentOf(breach.dueAt) : null,
    };
    const judged = settled ? { ms: Date.parse(settled), position: (breachEvent ?? metEvent)!.position } : null;
    return [{ ...eventRow(lead, event, slaId, 'started', facts, held.owner, times), judged }];
  });
}

export function decisions(lead: LeadView, { decisions: all, zone }: ReferenceWorld): Raw[] {
  const ordered = byPosition(all);
  return ordered.flatMap((event) => {
    if ((event.type !== 'assignment.decided' && event.type !== 'assignment.held') || event.data.leadId !== lead.id) return [];
    const { decisionId, policy, team, mode, rule, candidates, fallbacks, chosen } = event.data;
    const later = ordered.filter((each) => (each.data as { decisionId?: string }).decisionId === decisionId);
    const superseded = later.findLast((each) => each.type === 'assignment.superseded') as Of<'assignment.superseded'> | undefined;
    const overridden = later.findLast((each) => each.type === 'assignment.overridden') as
      (Of<'assignment.overridden'> & Placed) | undefined;
    const held = heldAt(lead.events, event.moment.ms);
    const choice = chosen && heldAfter({ data: { to: chosen, team: null } } as unknown as Placed);
    const facts = {
      ...policyFacts(policy),
      deciding_team: team,
      shadow: mode === 'shadow',
      rule_kind: rule.kind,
      entry: rule.name,
      strategy: rule.strategy,
      candidates: candidates.length,
      fallback: fallbacks.find((step) => step.failed === null)?.step ?? null,
      chosen: choice?.owner ?? null,
      chosen_kind: choice?.kind ?? null,
      chosen_holder: choice?.holder ?? null,
      held: event.type === 'assignment.held',
      superseded: superseded !== undefined,
      superseded_because: superseded?.data.because ?? null,
      overridden: overridden !== undefined,
      overridden_to: overridden?.data.to.kind === 'person' ? overridden.data.to.id : null,
      overridden_by: overridden?.data.by.id ?? null,
      owner: held.owner,
      team: held.team,
      until_overridden: between(event.moment, overridden?.moment ?? null, zone),
    };
    return [eventRow(lead, event, decisionId, 'decided', facts, choice?.owner ?? null, { overridden_on: overridden?.moment ?? null })];
  });
}

export function turns(lead: LeadView, { decisions: all }: ReferenceWorld): Raw[] {
  const voided = new Set(all.flatMap((event) => (event.type === 'assignment.superseded' ? [event.data.decisionId] : [])));
  return all.flatMap((event) => {
    if (event.type !== 'assignment.decided' || event.data.leadId !== lead.id) return [];
    const { decisionId, mode, policy, team, candidates, fairness } = event.data;
    if (mode !== 'live' || voided.has(decisionId)) return [];
    const compared = candidates.filter(({ excluded }) => excluded === null).map(({ rep }) => rep);
    return [...new Set([...compared, ...(fairness ? [fairness.rep] : [])])].map((rep) => {
      const facts = {
        rep_id: rep,
        given: rep === fairness?.rep,
        expected_value: fairness?.value?.toFixed(12) ?? null,
        ...policyFacts(policy),
        deciding_team: team,
      };
      return eventRow(lead, event, `${decisionId} ${rep}`, 'decided', facts, rep);
    });
  });
}
