import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { complexityOf, dispatchWaitOf, fairnessOf, overridesOf, shadowOf, type TrustContext } from '#libs/dispatch';
import { asOf } from '#libs/leads';
import { systemClock } from '#libs/platform';
import { seenLines, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { given } from '../http/given.js';
import { type ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { SETTINGS, type ApiSettings } from '../settings.js';
import { POLICIES, type PoliciesService } from './policies.service.js';
import { ComplexityQuery, DispatchWaitQuery, FairnessQuery, PeriodQuery, ShadowQuery } from './trust.dto.js';

const DEFAULT_DAYS = 90;
const DEFAULT_THRESHOLD_MINUTES = 15;

/** Whether people trust what is decided: what they undo, who got how much, what nobody needs. */
@ApiTags('policies')
@Controller('v1/policies')
@Permit('policy.read')
export class TrustController {
  constructor(
    @Inject(POLICIES) private readonly service: PoliciesService,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get('overrides')
  @ApiOperation({ summary: 'How often people undid what all policies decided, and which rules had better be switched off' })
  async allOverrides(@Query() query: PeriodQuery): Promise<object> {
    return overridesOf(await this.context(query), null, query);
  }

  @Get('complexity')
  @ApiOperation({ summary: 'Rules and conditions of the policies at work, and which of them matched nothing' })
  async complexity(@Query() query: ComplexityQuery): Promise<object> {
    return complexityOf(await this.context(query), query.days ?? DEFAULT_DAYS);
  }

  @Get('dispatch-wait')
  @ApiOperation({ summary: 'How long leads waited for a person to distribute them, and whether a rule is worth it' })
  async dispatchWait(@Query() query: DispatchWaitQuery): Promise<object> {
    const thresholdMs = (query.thresholdMinutes ?? DEFAULT_THRESHOLD_MINUTES) * 60_000;
    return dispatchWaitOf(await this.context(query), query.pool ?? 'intake', query, thresholdMs);
  }

  @Get('assignment/:name/overrides')
  @ApiOperation({ summary: 'How often people undid what a policy decided: by rule, rep and week' })
  async overrides(@Param('name') name: string, @Query() query: PeriodQuery): Promise<object> {
    return overridesOf(await this.context(query), name, query);
  }

  @Get('assignment/:name/fairness')
  @ApiOperation({
    summary: 'What each rep got, under measure, window and tolerance of the policy or others, without assigning anything anew',
  })
  async fairness(@Param('name') name: string, @Query() query: FairnessQuery): Promise<object> {
    const { measure, tolerance, from, to } = query;
    return fairnessOf(await this.context(query), name, given({ from, to }), {
      ...(measure != null && { measure }),
      ...(tolerance != null && { tolerance }),
    });
  }

  @Get('assignment/:name/shadow')
  @ApiOperation({ summary: 'What a policy in test would have done, beside what was done' })
  async shadow(
    @Param('name') name: string,
    @Query() query: ShadowQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const report = await shadowOf(await this.context(query), name, query.version ?? null, query);
    return { ...report, differences: await seenLines(this.sights, request, report.differences, reply) };
  }

  private async context(query: ClocksQuery): Promise<TrustContext> {
    const { pool } = this.service;
    const { atMs, knownAt, position } = await asOf(pool, clocksOf(query), systemClock.now());
    return { pool, zone: this.settings.timeZone, now: new Date(atMs), known: { knownAt, position } };
  }
}
