import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, DiscoveryModule, Reflector } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Registry } from 'prom-client';
import { AccountableController } from './accountable/accountable.controller.js';
import { ACCOUNTABLE_COMMANDS, NameAccountablePerson, NameAccountablePersonHandler } from './accountable/accountable.command.js';
import { AccountableFor, AllAccountable } from './accountable/accountable.questions.js';
import { AuditController } from './access/audit.controller.js';
import { AccessController } from './access/access.controller.js';
import { ACCESS } from './access/access.service.js';
import { GENERAL_QUEUE, GeneralQueueController } from './access/general-queue.controller.js';
import { LeadAccessController } from './access/lead-access.controller.js';
import { SIGHTS } from './access/sights.js';
import { AuthGuard } from './auth/auth.guard.js';
import { CALENDARS, CalendarsController } from './calendars/calendars.controller.js';
import { AllCalendars, CalendarAt, DueAfter, WorkingTimeBetween } from './calendars/calendar.questions.js';
import { CalendarViewsController } from './calendars/calendar-views.controller.js';
import { DecisionsController } from './decisions/decisions.controller.js';
import { DecisionsAbout, WhyIsIt } from './decisions/decision.questions.js';
import { DefinitionsController } from './definitions/definitions.controller.js';
import { DependentsController } from './dependents/dependents.controller.js';
import { EventsController } from './events/events.controller.js';
import { FEED } from './events/feed.service.js';
import { HealthController, READINESS } from './health/health.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { KnownQueryGuard } from './http/known-query.guard.js';
import { WaitForInterceptor } from './http/wait-for.interceptor.js';
import { IMPORTS, ImportsController } from './imports/imports.controller.js';
import { Capture, CaptureHandler } from './inquiries/capture.command.js';
import { InquiriesController } from './inquiries/inquiries.controller.js';
import { JOBS } from './jobs/job-answer.js';
import { JobsController } from './jobs/jobs.controller.js';
import { ActOnLead, ActOnLeadHandler, LEAD_COMMANDS } from './leads/lead.commands.js';
import { ALERTS, AlertsController } from './alerts/alerts.controller.js';
import { SlaBreaches, SlaController, SlaUnderCalendar } from './alerts/sla.controller.js';
import { UnplannedLeads } from './promises/promise.questions.js';
import { PromisesController } from './promises/promises.controller.js';
import { PromiseViewsController } from './promises/promise-views.controller.js';
import { HistoryOf, LeadOf } from './leads/lead.questions.js';
import { LeadsController } from './leads/leads.controller.js';
import { LeadViewsController } from './leads/lead-views.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { AsyncApiController } from './openapi/asyncapi.controller.js';
import { AbsencesController } from './organisation/absences.controller.js';
import { GroupViewsController } from './organisation/group-views.controller.js';
import { ChangeOrganisation, ChangeOrganisationHandler, ORGANISATION_COMMANDS } from './organisation/organisation.command.js';
import { AllPools, AllReps, AllTeams, LeadsInPool, PortfolioOf, QueueOf } from './organisation/organisation.questions.js';
import { PeopleController } from './people/people.controller.js';
import { ActOnPerson, ActOnPersonHandler, PERSON_COMMANDS } from './people/people.command.js';
import { AllCollisions, PersonOf } from './people/people.questions.js';
import { AbsencesOf, AvailabilityOf, OnCallOf, RosterOf } from './organisation/people.questions.js';
import { PeopleViewsController } from './organisation/people-views.controller.js';
import { PoolsController } from './organisation/pools.controller.js';
import { RepsController } from './organisation/reps.controller.js';
import { RepViewsController } from './organisation/rep-views.controller.js';
import { TeamsController } from './organisation/teams.controller.js';
import { WorkingTermsController } from './organisation/working-terms.controller.js';
import { OwnershipController } from './ownership/ownership.controller.js';
import { OwnerOf, OwnersOfAll } from './ownership/ownership.questions.js';
import { POLICIES } from './policies/policies.service.js';
import { PoliciesController } from './policies/policies.controller.js';
import { TrustController } from './policies/trust.controller.js';
import { RecyclingWhatIfController } from './policies/recycling-what-if.controller.js';
import { SimulationsController } from './policies/simulations.controller.js';
import { PolicyViewsController } from './policies/policy-views.controller.js';
import { PoolSettingsController, POOLS } from './pools/pool-settings.controller.js';
import { PooledLeadController } from './pools/pooled-lead.controller.js';
import { REDISTRIBUTIONS, RedistributionController } from './pools/redistribution.controller.js';
import { TotalsController } from './pools/totals.controller.js';
import { ProjectionsController, STATUS } from './projections/projections.controller.js';
import { answering, READS } from './reads/question.js';
import { REPORTING } from './reports/reporting.service.js';
import { ReportsController } from './reports/reports.controller.js';
import { type ApiServices } from './services.js';
import { SETTINGS } from './settings.js';
import { RatesController } from './rates/rates.controller.js';
import { RATES } from './rates/rates.service.js';
import { VocabulariesController } from './vocabularies/vocabularies.controller.js';
import { VOCABULARIES } from './vocabularies/vocabularies.service.js';
import { VocabularyViewsController } from './vocabularies/vocabulary-views.controller.js';

/** Commands and views of each resource. */
const controllers: Type[] = [
  InquiriesController,
  LeadsController,
  LeadViewsController,
  PromisesController,
  PromiseViewsController,
  AlertsController,
  SlaController,
  DecisionsController,
  OwnershipController,
  PeopleController,
  AccountableController,
  RepsController,
  RepViewsController,
  TeamsController,
  PoolsController,
  PoolSettingsController,
  PooledLeadController,
  RedistributionController,
  TotalsController,
  AccessController,
  AuditController,
  LeadAccessController,
  GeneralQueueController,
  GroupViewsController,
  AbsencesController,
  WorkingTermsController,
  PeopleViewsController,
  CalendarsController,
  CalendarViewsController,
  EventsController,
  ReportsController,
  DefinitionsController,
  DependentsController,
  RecyclingWhatIfController,
  SimulationsController,
  TrustController,
  PoliciesController,
  PolicyViewsController,
  RatesController,
  VocabulariesController,
  VocabularyViewsController,
  ImportsController,
  ProjectionsController,
  JobsController,
  HealthController,
  MetricsController,
  AsyncApiController,
];

const questions = [
  AbsencesOf,
  AllCalendars,
  AvailabilityOf,
  CalendarAt,
  DueAfter,
  OnCallOf,
  RosterOf,
  WorkingTimeBetween,
  PersonOf,
  AccountableFor,
  AllAccountable,
  AllCollisions,
  OwnerOf,
  OwnersOfAll,
  DecisionsAbout,
  WhyIsIt,
  LeadOf,
  UnplannedLeads,
  SlaBreaches,
  SlaUnderCalendar,
  HistoryOf,
  AllReps,
  AllTeams,
  AllPools,
  PortfolioOf,
  QueueOf,
  LeadsInPool,
];

/** Every message of the buses: each must have exactly one handler, or the process does not start. */
export const messages = [Capture, ActOnLead, ActOnPerson, NameAccountablePerson, ChangeOrganisation, ...questions];
const handlers: Type[] = [
  CaptureHandler,
  ActOnLeadHandler,
  ActOnPersonHandler,
  NameAccountablePersonHandler,
  ChangeOrganisationHandler,
  ...questions.map((question) => answering(question)),
];

@Module({})
export class ApiModule {
  static with(services: ApiServices): DynamicModule {
    const given: Provider[] = [
      { provide: ACCESS, useValue: services.access },
      { provide: GENERAL_QUEUE, useValue: services.generalQueue },
      { provide: POOLS, useValue: services.pools },
      { provide: SIGHTS, useValue: services.sights },
      { provide: SETTINGS, useValue: services.settings },
      { provide: Registry, useValue: services.metrics },
      { provide: READINESS, useValue: services.readiness },
      { provide: READS, useValue: services.reads },
      { provide: STATUS, useValue: services.projectionStatus },
      { provide: REPORTING, useValue: services.reporting },
      { provide: POLICIES, useValue: services.policies },
      { provide: RATES, useValue: services.rates },
      { provide: VOCABULARIES, useValue: services.vocabularies },
      { provide: ALERTS, useValue: services.alerts },
      { provide: IMPORTS, useValue: services.imports },
      { provide: JOBS, useValue: services.jobs },
      { provide: FEED, useValue: services.feed },
      { provide: REDISTRIBUTIONS, useValue: services.redistributions },
      { provide: LEAD_COMMANDS, useValue: services.leadCommands },
      { provide: PERSON_COMMANDS, useValue: services.personCommands },
      { provide: ACCOUNTABLE_COMMANDS, useValue: services.accountableCommands },
      { provide: ORGANISATION_COMMANDS, useValue: services.organisationCommands },
      { provide: CALENDARS, useValue: services.calendarCommands },
    ];
    const everywhere: Provider[] = [
      { provide: APP_FILTER, useValue: new ProblemFilter(services.logger) },
      {
        provide: APP_GUARD,
        useFactory: (reflector: Reflector) =>
          new AuthGuard(reflector, services.verifier, (principal, permission) => services.access.mayDo(principal, permission)),
        inject: [Reflector],
      },
      { provide: APP_GUARD, useClass: KnownQueryGuard },
      { provide: APP_INTERCEPTOR, useValue: new WaitForInterceptor(services.waitFor) },
    ];
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), DiscoveryModule],
      controllers,
      providers: [...given, ...everywhere, ...handlers],
    };
  }
}
