import { Body, Controller, HttpCode, Inject, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { type GeneralQueueDependencies, returnToGeneralQueue } from '#libs/dispatch';
import { Permit } from '../auth/permit.decorator.js';
import { Accepted, acceptedOf } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { told } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { organisationEnvelope } from '../organisation/organisation.envelope.js';
import { TeamVisibilityBody } from './access.dto.js';

export const GENERAL_QUEUE = Symbol('general queue');

class ReturnedBody extends Accepted {
  @ApiProperty()
  team!: string;

  @ApiProperty({ type: [String], description: 'assignment policies that were switched off' })
  paused!: readonly string[];
}

/** The way back from automatic distribution. */
@ApiTags('pools')
@Controller('v1/teams/:team/general-queue')
@Permit('access.manage')
@UseInterceptors(EtagInterceptor)
export class GeneralQueueController {
  constructor(@Inject(GENERAL_QUEUE) private readonly dependencies: GeneralQueueDependencies) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Switches off what distributes to a team, and sets its visibility; leads not yet given stay in their pool' })
  async returnTeam(@Param('team') team: string, @Body() body: TeamVisibilityBody, @Sent() sent: SentCommand): Promise<ReturnedBody> {
    const { mode, reason } = told(body);
    const command = { team, reason, ...(mode !== undefined && { visibility: mode }) };
    const { paused, answer } = await returnToGeneralQueue(this.dependencies, command, organisationEnvelope(sent));
    return { team, paused, ...acceptedOf(answer) };
  }
}
