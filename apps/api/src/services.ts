import { type Registry } from 'prom-client';
import { type TokenVerifier } from '#libs/access';
import { type CalendarCommands, type OrganisationCommands, type GeneralQueueDependencies } from '#libs/dispatch';
import { type AccountableCommands } from '#libs/governance';
import { type Imports } from '#libs/history';
import { type Jobs } from '#libs/jobs';
import { type LeadCommands, type PersonCommands } from '#libs/leads';
import { type Logger } from '#libs/platform';
import { type AccessService } from './access/access.service.js';
import { type Sights } from './access/sights.js';
import { type FeedService } from './events/feed.service.js';
import { type ReadinessCheck } from './health/health.controller.js';
import { type WaitForToken } from './http/wait-for.interceptor.js';
import { type PoliciesService } from './policies/policies.service.js';
import { type PoolService } from './pools/pool-settings.controller.js';
import { type ReadStatus } from './projections/projections.controller.js';
import { type Reads } from './reads/question.js';
import { type ReportingService } from './reports/reporting.service.js';
import { type AlertsService } from './alerts/alerts.controller.js';
import { type ApiSettings } from './settings.js';
import { type VocabulariesService } from './vocabularies/vocabularies.service.js';

/** Everything the endpoints work with, made outside: by the process from its configuration, by a test as it likes. */
export interface ApiServices {
  readonly access: AccessService;
  readonly generalQueue: GeneralQueueDependencies;
  readonly pools: PoolService;
  readonly sights: Sights;
  readonly settings: ApiSettings;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly verifier: TokenVerifier;
  readonly readiness: readonly ReadinessCheck[];
  readonly waitFor: WaitForToken;
  readonly reads: Reads;
  readonly feed: FeedService;
  readonly reporting: ReportingService;
  readonly policies: PoliciesService;
  readonly vocabularies: VocabulariesService;
  readonly imports: Imports;
  readonly jobs: Jobs;
  readonly projectionStatus: ReadStatus;
  readonly leadCommands: LeadCommands;
  readonly personCommands: PersonCommands;
  readonly accountableCommands: AccountableCommands;
  readonly alerts: AlertsService;
  readonly organisationCommands: OrganisationCommands;
  readonly calendarCommands: CalendarCommands;
}
