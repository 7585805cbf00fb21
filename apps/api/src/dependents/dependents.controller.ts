import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { calendarUsers } from '#libs/dispatch';
import { policiesReferring, readPolicies, readVocabularies } from '#libs/governance';
import { notFound, systemClock } from '#libs/platform';
import { type ReferredThing } from '#libs/reporting';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { POLICIES, type PoliciesService } from '../policies/policies.service.js';
import { REPORTING, type ReportingService } from '../reports/reporting.service.js';

const things: readonly ReferredThing['kind'][] = ['vocabulary', 'calendar', 'rates', 'definition'];

/** Something that a change would be felt by. */
interface Dependent {
  /** metric, term, policy, team or rep. */
  readonly is: string;
  readonly name: string;
  readonly version: number | null;
  readonly state: string;
}

/** What refers to a document that somebody thinks of changing. */
@ApiTags('dependents')
@Controller('v1/dependents')
@Permit('definition.read')
export class DependentsController {
  constructor(
    @Inject(REPORTING) private readonly service: ReportingService,
    @Inject(POLICIES) private readonly policies: PoliciesService,
  ) {}

  @Get(':kind/:name')
  @ApiOperation({ summary: 'Every definition, policy, team and rep that refers to a vocabulary, a calendar, rates or a definition' })
  async list(
    @Param('kind') kind: string,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const known = things.find((each) => each === kind);
    if (!known) throw notFound('DEPENDENTS.KIND', `Ask for the dependents of one of ${things.join(', ')}; ${kind} is none`);
    const definitions = await this.service.reporting.definitions.referringTo({ kind: known, name });
    const found = definitions.map(({ kind: is, version, state, ...rest }): Dependent => ({ is, ...rest, version, state }));
    if (known === 'vocabulary' || known === 'calendar') found.push(...(await this.policiesOn(known, name)));
    if (known === 'calendar') found.push(...(await this.peopleOn(name)));
    await sendList(request, reply, found);
  }

  private async policiesOn(kind: 'vocabulary' | 'calendar', name: string): Promise<Dependent[]> {
    const { pool, kinds, zone } = this.policies;
    const [policies, library] = await Promise.all([readPolicies(pool), readVocabularies(pool)]);
    const at = systemClock.now().getTime();
    return policiesReferring(policies, { kind, name }, { kinds, library, zone, at }).map(({ kind: of, name: policy, version, status }) => ({
      is: `${of} policy`,
      name: policy,
      version,
      state: status,
    }));
  }

  private async peopleOn(calendar: string): Promise<Dependent[]> {
    const { teams, reps } = await calendarUsers(this.policies.pool, calendar, systemClock.now().getTime());
    return [
      ...teams.map((name) => ({ is: 'team', name, version: null, state: 'works in it' })),
      ...reps.map((name) => ({ is: 'rep', name, version: null, state: 'works in it' })),
    ];
  }
}
