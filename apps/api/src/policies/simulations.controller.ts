import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { POLICY_QUEUE, runSimulation } from '#libs/dispatch';
import { type Jobs } from '#libs/jobs';
import { notedStream, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { given } from '../http/given.js';
import { sendList } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { JOBS, type StartedJob } from '../jobs/job-answer.js';
import { SETTINGS, type ApiSettings } from '../settings.js';
import { SimulateBody } from './policy.dto.js';
import { POLICIES, type PoliciesService } from './policies.service.js';
import { simulatedLines } from './simulated-lines.js';

/** What a policy would have done with the intake of the past. Nothing is written, and nobody is told. */
@ApiTags('policies')
@Controller('v1/policies/simulate')
@Permit('policy.read')
export class SimulationsController {
  constructor(
    @Inject(POLICIES) private readonly service: PoliciesService,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Speed, load, fairness, fallbacks, exclusions and expected overrides, as a job with progress' })
  async start(@Body() body: SimulateBody, @Sent() { commandId }: SentCommand): Promise<StartedJob> {
    return { job: await this.jobs.enqueue(POLICY_QUEUE, 'simulate', given(body), { id: `simulate-${commandId}` }) };
  }

  @Post('decisions')
  @HttpCode(200)
  @Permit('policy.manage')
  @ApiOperation({ summary: 'Every decision with all it looked at, beside who really had the lead; NDJSON as they are made' })
  async decisions(@Body() body: SimulateBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { timeZone } = this.settings;
    const lines = simulatedLines(runSimulation(this.service.pool, given(body), { timeZone }));
    await sendList(request, reply, notedStream(this.sights, request, lines));
  }
}
