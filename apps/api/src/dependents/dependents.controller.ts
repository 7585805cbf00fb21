import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { calendarUsersAt } from '#libs/dispatch';
import { policiesReferring, readPolicies, readVocabularies } from '#libs/governance';
import { notFound } from '#libs/platform';
import { type ReferredThing } from '#libs/reporting';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { POLICIES, type PoliciesService } from '../policies/policies.service.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { knownBy, onRecordBy } from '../reads/known-by.js';
import { READS, type Reads } from '../reads/question.js';
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

type OnRecord = Awaited<ReturnType<typeof onRecordBy>>;

/** What refers to a document that somebody thinks of changing. */
@ApiTags('dependents')
@Controller('v1/dependents')
@Permit('definition.read')
export class DependentsController {
  constructor(
    @Inject(REPORTING) private readonly service: ReportingService,
    @Inject(POLICIES) private readonly policies: PoliciesService,
    @Inject(READS) private readonly reads: Reads,
  ) {}

  @Get(':kind/:name')
  @ApiOperation({
    summary: 'Every definition, policy, team and rep that refers to a vocabulary, a calendar, rates or a definition, at an instant',
  })
  async list(
    @Param('kind') kind: string,
    @Param('name') name: string,
    @Query() query: ClocksQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const known = things.find((each) => each === kind);
    if (!known) throw notFound('DEPENDENTS.KIND', `Ask for the dependents of one of ${things.join(', ')}; ${kind} is none`);
    const asked = await onRecordBy(this.reads(), clocksOf(query));
    const definitions = await this.service.reporting.definitions.referringTo({ kind: known, name }, asked);
    const found = definitions.map(({ kind: is, version, state, ...rest }): Dependent => ({ is, ...rest, version, state }));
    if (known === 'vocabulary' || known === 'calendar') found.push(...(await this.policiesOn(known, name, asked)));
    if (known === 'calendar') found.push(...(await this.peopleOn(name, query)));
    await sendList(request, reply, found);
  }

  private async policiesOn(kind: 'vocabulary' | 'calendar', name: string, asked: OnRecord): Promise<Dependent[]> {
    const { pool, kinds, zone } = this.policies;
    const [policies, library] = await Promise.all([readPolicies(pool, asked), readVocabularies(pool, asked)]);
    return policiesReferring(policies, { kind, name }, { kinds, library, zone, at: asked.atMs }).map(
      ({ kind: of, name: policy, version, status }) => ({
        is: `${of} policy`,
        name: policy,
        version,
        state: status,
      }),
    );
  }

  private async peopleOn(calendar: string, query: ClocksQuery): Promise<Dependent[]> {
    const context = this.reads();
    const known = await knownBy(context, clocksOf(query));
    const { teams, reps } = await calendarUsersAt(context.pool, calendar, known.atMs, known);
    return [
      ...teams.map((name) => ({ is: 'team', name, version: null, state: 'works in it' })),
      ...reps.map((name) => ({ is: 'rep', name, version: null, state: 'works in it' })),
    ];
  }
}
