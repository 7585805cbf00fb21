import { ApiProperty } from '@nestjs/swagger';
import { type JobView } from '#libs/jobs';

export const JOBS = Symbol('jobs');

class Failure {
  @ApiProperty()
  code!: string;

  @ApiProperty()
  message!: string;
}

const states = { waiting: 'waiting', active: 'active', done: 'completed', failed: 'failed' } as const;

export class JobAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ example: 'rebuild' })
  name!: string;

  @ApiProperty({ enum: Object.values(states) })
  state!: (typeof states)[keyof typeof states];

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'as last reported' })
  progress!: unknown;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'of a job that is completed' })
  result!: unknown;

  @ApiProperty({ type: () => Failure, nullable: true })
  failed!: Failure | null;
}

/** The answer to a request for long work. */
export class StartedJob {
  @ApiProperty({ description: 'ask GET /v1/jobs/{job}' })
  job!: string;
}

export const jobAnswer = ({ job, name, state, progress, result, problem }: JobView): JobAnswer => ({
  id: job,
  name,
  state: states[state],
  progress,
  result,
  failed: problem && { code: problem.code, message: problem.detail },
});
