import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Jobs } from '#libs/jobs';
import { notFound } from '#libs/platform';
import { Permit } from '../auth/permit.decorator.js';
import { JOBS, JobAnswer, jobAnswer } from './job-answer.js';

@ApiTags('operation')
@Controller('v1/jobs')
@Permit('projection.read')
export class JobsController {
  constructor(@Inject(JOBS) private readonly jobs: Jobs) {}

  @Get(':job')
  @ApiOperation({ summary: 'How far long work has got, and what came of it' })
  async job(@Param('job') id: string): Promise<JobAnswer> {
    const view = await this.jobs.look(id);
    if (!view) throw notFound('JOB.NOT_FOUND', `There is no job “${id}”, or its result is no longer kept; start the work again`);
    return jobAnswer(view);
  }
}
