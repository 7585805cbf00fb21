import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { nearestName } from '#libs/expressions';
import { policyInForce, type PolicyState, policyUpkeep, readPolicies } from '#libs/governance';
import { notFound, systemClock } from '#libs/platform';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { onRecordBy } from '../reads/known-by.js';
import { PoliciesQuery } from './policy.dto.js';
import { policyDetail, policyLines, type UpkeepOf } from './policy-lines.js';
import { POLICIES, type PoliciesService } from './policies.service.js';

/** Which policies there are and were, and what was in force at any instant, as known now or then. */
@ApiTags('policies')
@Controller('v1/policies')
@Permit('policy.read')
export class PolicyViewsController {
  constructor(@Inject(POLICIES) private readonly service: PoliciesService) {}

  @Get()
  @ApiOperation({
    summary: 'All versions of all policies with their state at an instant, how often they fired, and what in them wants looking at',
  })
  async list(@Query() query: PoliciesQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { atMs, policies, upkeep } = await this.policiesAsOf(query);
    const lines = policies.flatMap((policy) => policyLines(policy, atMs, upkeep));
    await sendList(
      request,
      reply,
      lines.filter(({ kind }) => query.kind == null || kind === query.kind),
    );
  }

  @Get(':kind/:reference')
  @ApiOperation({
    summary:
      'A version with its document and all that was decided about the policy: name (what is in force, else the last) or name@version',
  })
  async show(@Param('kind') kind: string, @Param('reference') reference: string, @Query() query: ClocksQuery): Promise<object> {
    const { atMs, policies, upkeep } = await this.policiesAsOf(query);
    const [name = '', said] = reference.split('@');
    const policy = found(policies, kind, name);
    const version =
      said === undefined
        ? (policyInForce(policy, atMs).active ?? policy.versions.at(-1))
        : policy.versions.find((each) => String(each.version) === said);
    if (version) return policyDetail(policy, version, atMs, upkeep);
    throw notFound('POLICY.NOT_FOUND', `${name} has no version ${said}; it has ${policy.versions.map((each) => each.version).join(', ')}`);
  }

  private async policiesAsOf(query: ClocksQuery): Promise<{ atMs: number; policies: readonly PolicyState[]; upkeep: UpkeepOf }> {
    const { pool } = this.service;
    const known = await onRecordBy({ pool, now: systemClock.now() }, clocksOf(query));
    const { atMs } = known;
    return { atMs, policies: await readPolicies(pool, known), upkeep: await policyUpkeep(this.service, atMs, known) };
  }
}

function found(policies: readonly PolicyState[], kind: string, name: string): PolicyState {
  const policy = policies.find((each) => each.kind === kind && each.name === name);
  if (policy) return policy;
  const known = policies.filter((each) => each.kind === kind).map((each) => each.name);
  const nearest = nearestName(name, known);
  throw notFound(
    'POLICY.NOT_FOUND',
    `There is no ${kind} policy ${name}${nearest ? `; did you mean ${nearest}?` : `; there are: ${known.join(', ') || 'none'}`}`,
  );
}
