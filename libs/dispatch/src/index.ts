export { alertRecipients } from './alert-recipients.js';
export { type AssignmentCase, nobodyKnown, type PersonStanding } from './assignment/assignment-case.js';
export { decideAssignment, takes } from './assignment/decide-assignment.js';
export { DispatchFold, type FoldOptions } from './assignment/dispatch-fold.js';
export { type HolderRule } from './assignment/lead-book.js';
export { type CompileAssignment, type PolicyAtWork } from './assignment/policy-book.js';
export { type DispatchAlert } from './dispatcher/dispatch-alerts.js';
export { Dispatcher } from './dispatcher/dispatcher.js';
export { type DispatcherOptions } from './dispatcher/dispatcher-options.js';
export { followLog } from './dispatcher/follow-log.js';
export { type Giving, type LeadGiver } from './dispatcher/lead-giver.port.js';
export { type LogFeed, logFeed } from './dispatcher/log-feed.js';
export { migrateDispatch } from './dispatcher/migrate-dispatch.js';
export { personStandings } from './dispatcher/person-standings.js';
export { decidersOf, standingOf } from './dispatcher/waiting-leads.js';
export { accountOf, type DispatchState, type RepLoad, type Turns } from './assignment/dispatch-state.js';
export { type Availability, availabilityOf, type AvailabilityReason, availableFrom } from './availability/availability-of.js';
export { coverAt } from './availability/cover-at.js';
export {
  type CalendarState,
  type CalendarVersion,
  evolveCalendar,
  initialCalendar,
  versionsInForce,
  workingCalendarOf,
} from './calendars/calendar.evolve.js';
export { evolveGroup, type GroupState, initialGroup, managerAt, teamCalendarAt } from './group.evolve.js';
export {
  type CreatePool,
  type CreateTeam,
  type DeactivateRep,
  type HistoricalAction,
  type JoinRep,
  type JoinTeam,
  type LeaveTeam,
  type OrganisationAction,
  type OrganisationEnvelope,
} from './organisation-action.js';
export { createOrganisationCommands, type OrganisationCommands } from './organisation-commands.js';
export { countFreshHistory, type HistoricalOrganisationFact } from './plan-history.js';
export { organisationReader } from './organisation-reader.js';
export { type OrganisationReader, type RepFacts } from './organisation-reader.port.js';
export { organisationProjection } from './organisation-tables/organisation.projection.js';
export {
  calendarUsersAt,
  type PoolAnswer,
  type PoolLine,
  poolsAt,
  poolSettingsAt,
  releaseRoutesAt,
  type RepLine,
  repsAt,
  type TeamLine,
  teamsAt,
} from './people-as-known/organisation-questions.js';
export { streamOf as organisationStream } from './stream-of.js';
export {
  type Absence,
  absenceAt,
  type Capacity,
  capacityAt,
  initialRep,
  isEmployed,
  isMember,
  type Leave,
  membershipAt,
  onCallAt,
  type OnCallShift,
  ownCalendarAt,
  type RepState,
  teamAt,
} from './rep-state.js';
export { type CalendarCommands, createCalendarCommands, type PublishCalendar } from './publish-calendar/calendar-commands.js';
export { type CheckedCalendar, feedsOf } from './publish-calendar/check-calendar.js';
export { type Feeds } from './publish-calendar/write-out.js';
export { coveredBy, type CoveredRep } from './people-as-known/covered-by.js';
export { type Known, knownPeople } from './people-as-known/known-people.js';
export {
  calendarAt,
  type CalendarAnswer,
  type CalendarLine,
  calendarsKnown,
  dueAfter,
  workingTimeBetween,
} from './people-as-known/calendar-questions.js';
export {
  type AbsenceLine,
  absencesOf,
  availabilityAt,
  onCallOf,
  type Roster,
  rosterAt,
  type ShiftLine,
} from './people-as-known/people-questions.js';
export { type RepAvailability } from './people-as-known/rep-availability.js';
export { type PeopleReader, peopleReader } from './people-reader.js';
export { evolveRep } from './rep.evolve.js';
export { type OpenReservation, openReservations, reservationsOf } from './reservations/open-reservations.js';
export {
  evolveReservations,
  initialReservations,
  loadOf,
  type RepCounts,
  type RepReservations,
} from './reservations/reservations.evolve.js';
export {
  type HasArrived,
  type RepLimits,
  type ReservationEnvelope,
  type ReservationRequest,
  type ReturnReason,
  type Taken,
} from './reservations/rep-limits.port.js';
export { createPoolCommands, type PoolCommands } from './pools/pool-commands.js';
export { type ChangePoolSettings, type ChangeReleaseRoutes, type PoolAction, type PoolEnvelope } from './pools/pool-action.js';
export { type Asker, evolvePoolRules, initialPoolRules, isFor, OPEN_POOL, type PoolRules } from './pools/pool-state.js';
export { routedPool } from './pools/release-routes.js';
export { type PoolFacts } from './organisation-reader.port.js';
export { createRepLimits, type RepLimitsKeeper } from './reservations/create-rep-limits.js';
export { type OpeningBalance } from './reservations/opening-postings.js';
export { type CountHoldings, type RepLimitsDependencies } from './reservations/rep-limits-dependencies.js';
export { assignmentKind } from './assignment-policy/assignment-kind.js';
export { compileAssignment } from './assignment-policy/compile-assignment.js';
export { type AssignmentSpec } from './assignment-policy/assignment-spec.js';
export { parseTestHours, testCalendar, type TestHours } from './assignment-policy/test-hours.js';
export { instantAt, instantOf, parseTestInquiry, type TestInquiry } from './assignment-policy/test-inquiry.js';
export { knownWorld } from './assignment-policy/known-world.js';
export { runSimulation, type SimulationRequest } from './simulation/run-simulation.js';
export { type SimulationInput } from './simulation/simulation-input.js';
export { POLICY_QUEUE, policyJobs } from './policy-jobs.js';
export { type SimulationResult } from './simulation/simulation-result.js';
export { type SimulatedDecision, simulate } from './simulation/simulate.js';
export { toldDecision } from './told-decision.js';
export { type DecisionLine, decisionsAbout } from './why/decisions-about.js';
export { type PresentHolder, type WhyAnswer } from './why/why-answer.js';
export { whyLead } from './why/why-lead.js';
export { whyNotAlone } from './why/why-not-alone.js';
export { repAccountProjection } from './reservations/rep-account.projection.js';
export { complexityOf, dispatchWaitOf, fairnessOf, overridesOf, shadowOf, type TrustContext } from './trust/trust-reports.js';
export {
  type GeneralQueueDependencies,
  type ReturnedToGeneralQueue,
  returnToGeneralQueue,
  type ReturnToGeneralQueue,
} from './general-queue/return-to-general-queue.js';
