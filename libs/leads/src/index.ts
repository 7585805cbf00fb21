export { type CommandEnvelope, type LeadRight } from './command-envelope.js';
export {
  type AssignLead,
  type CaptureInquiry,
  type ChangeAttributes,
  type ClaimLead,
  type CloseLead,
  type ContactInput,
  type CorrectOwnership,
  type EnterStage,
  type LeadAction,
  type LoseLead,
  type MarkLeadInvalid,
  type PlanNextAction,
  type RecordFollowUp,
  type RecycleLead,
  type ReleaseLead,
  type ReopenLead,
  type TransferLead,
  type WinLead,
} from './lead-action.js';
export { type HistoricalCase, type HistoricalFact } from './record-history/historical-case.js';
export {
  holderAt,
  initialLead,
  type LeadEvent,
  type LeadEventType,
  type LeadState,
  type LeadStatus,
  type OwnershipEntry,
} from './lead-state.js';
export { evolveLead } from './lead.evolve.js';
export { type Holding, holdingsAt } from './holdings/holdings-at.js';
export { portfolioAt } from './holdings/portfolio-at.js';
export { type HistoryLine, leadHistory } from './history/lead-history.js';
export { leadAt } from './lead-card/lead-at.js';
export { type LeadCard } from './lead-card/lead-card.js';
export { leadCardProjection } from './lead-card/lead-card.projection.js';
export { ownershipProjection } from './ownership/ownership.projection.js';
export { type HeldPeriod, type OwnershipPeriod, ownershipPeriods } from './ownership/ownership-periods.js';
export { poolAt } from './pool-view/pool-at.js';
export { leadGiver } from './lead-giver.js';
export { holdingAfter } from './holding-after.js';
export { type AsOf, asOf, type ClockQuery } from './queries/as-of.js';
export { type OwnerAnswer } from './queries/owner-answer.js';
export { ownerAt, type ReadContext } from './queries/owner-at.js';
export { ownersAt, type OwnersLine } from './queries/owners-at.js';
export { type ContactLookup, type NamedLeads, resolveLeadRef } from './queries/resolve-lead-ref.js';
export { REP_QUEUE_ORDERING } from './rep-queue/rep-queue.js';
export { repQueueAt } from './rep-queue/rep-queue-at.js';
export { type CaptureAnswer, type CaseAnswer, type LeadAnswer, type RowFinding } from './lead-answers.js';
export { createLeadCommands, type LeadCommands } from './lead-commands.js';
export { type LeadDependencies } from './lead-dependencies.js';
export { type IdentityRegistry, identityRegistry, migrateIdentity } from './identity/identity-registry.js';
export { importedLeadId } from './record-history/imported-lead-id.js';
export { type HistoryOptions } from './record-history/record-history.js';
export { rebuildIdentityRegistry } from './identity/rebuild-identity-registry.js';
export { leadSights, maskedLine, type SightDependencies } from './visible/lead-sights.js';
export { sightOfLead } from './visible/sight-of-lead.js';
export { accessRequestProjection } from './visible/access-request.projection.js';
export { type AccessRequestLine, accessRequests } from './visible/access-requests.js';
export { isCustomerOwned } from './visible/is-customer-owned.js';
export { MAX_NAMED_LEADS, type RedistributedLead, redistribute, type RedistributionDependencies } from './redistribute/redistribute.js';
export { type Reconciled, reconcileLimits } from './limits/reconcile-limits.js';
export { countHoldings } from './limits/count-holdings.js';
export { tellOfAssignments } from './assign-lead/tell-of-assignments.reactor.js';
export { tellOfInquiries } from './capture-inquiry/tell-of-inquiries.reactor.js';
export { contactLookup } from './identity/contact-lookup.js';
export { leadTimers, LEAD_TIMERS_VERSION } from './clocks/lead-timers.js';
export { type PolicyBook, policyBook, type PolicyHolding } from './clocks/policy-book.js';
export { protectHeldLeads, protectLeads } from './recycling/protect-leads.reactor.js';
export { escalateOverdue } from './promises/escalate-overdue.reactor.js';
export { type UnplannedLead, unplannedLeads } from './promises/unplanned-leads.js';
export { escalateBreaches } from './sla/escalate-breaches.reactor.js';
export { keepSlas } from './sla/keep-sla.reactor.js';
export { slaCalendars } from './sla/sla-calendars.js';
export { slaKind } from './sla/sla.kind.js';
export { type BreachQuery, type SlaBreach, slaBreaches } from './sla/breaches/sla-breaches.js';
export { slaUnderCalendar, type SlaTwice } from './sla/sla-under-calendar.js';
export { slaTimerKind } from './sla/sla-timer.js';
export { promiseTimerKinds } from './promises/promise-timers.js';
export { remindHolders } from './recycling/remind-holders.reactor.js';
export { type RecyclingIf, simulateRecycling } from './recycling/what-if/simulate-recycling.js';
export { recyclingKind } from './recycling/recycling.kind.js';
export { recyclingTimerKinds } from './recycling/recycling-timer.js';
export { type MergedPeople, mergedPeople } from './identity/merged-people.js';
export { type Collision, collisions } from './person/collisions.js';
export { type PersonAction, type PersonEnvelope } from './person/person-action.js';
export { type PersonAnswer, personAt } from './person/person-at.js';
export { createPersonCommands, type PersonCommands } from './person/person-commands.js';
export { personProjection } from './person/person.projection.js';
