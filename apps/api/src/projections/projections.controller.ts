import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Jobs } from '#libs/jobs';
import { PROJECTION_QUEUE, type ProjectionJob, type ProjectionStatus } from '#libs/projections';
import { Permit } from '../auth/permit.decorator.js';
import { TextsField } from '../http/fields.js';
import { sendList } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { JOBS, type StartedJob } from '../jobs/job-answer.js';

export const STATUS = Symbol('projection status');
export type ReadStatus = () => Promise<readonly ProjectionStatus[]>;

class NamesBody {
  @TextsField({ optional: true, max: 40, description: 'which ones; default all' })
  names?: string[];
}

/** Tables derived from the log: where they stand, building them again. The projector does the work. */
@ApiTags('operation')
@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    @Inject(STATUS) private readonly projectionStatus: ReadStatus,
    @Inject(JOBS) private readonly jobs: Jobs,
  ) {}

  @Get()
  @Permit('projection.read')
  @ApiOperation({ summary: 'Position, lag, generation and hash of each' })
  async status(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.projectionStatus());
  }

  @Post('rebuild')
  @HttpCode(202)
  @Permit('projection.rebuild')
  @ApiOperation({ summary: 'Builds them from the log beside the live ones, then switches over' })
  rebuild(@Body() body: NamesBody, @Sent() sent: SentCommand): Promise<StartedJob> {
    return this.start({ do: 'rebuild', ...(body.names && { names: body.names }) }, sent);
  }

  @Post('verify')
  @HttpCode(202)
  @Permit('projection.rebuild')
  @ApiOperation({ summary: 'Builds them once more and compares with the live ones, by hash' })
  verify(@Body() body: NamesBody, @Sent() sent: SentCommand): Promise<StartedJob> {
    return this.start({ do: 'verify', ...(body.names && { names: body.names }) }, sent);
  }

  private async start(job: ProjectionJob, { commandId }: SentCommand): Promise<StartedJob> {
    return { job: await this.jobs.enqueue(PROJECTION_QUEUE, job.do, job, { id: `${job.do}-${commandId}` }) };
  }
}
