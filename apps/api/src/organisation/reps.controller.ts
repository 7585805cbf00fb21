import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../auth/permit.decorator.js';
import { Accepted } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { given } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { organisationEnvelope } from './organisation.envelope.js';
import { ChangeOrganisation } from './organisation.command.js';
import { DeactivateBody, JoinTeamBody, RepBody } from './organisation.dto.js';

/** Who works here, and in what teams. */
@ApiTags('organisation')
@Controller('v1/reps')
@Permit('organisation.manage')
@UseInterceptors(EtagInterceptor)
export class RepsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'A person begins to work here, or has another profile' })
  join(@Body() body: RepBody, @Sent() sent: SentCommand): Promise<Accepted> {
    const { id, ...profile } = given(body);
    return this.commands.execute(new ChangeOrganisation({ do: 'join-rep', rep: id, ...profile }, organisationEnvelope(sent)));
  }

  @Post(':rep/teams')
  @HttpCode(200)
  @ApiOperation({ summary: 'Joins a team, from now on' })
  joinTeam(@Param('rep') rep: string, @Body() body: JoinTeamBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.commands.execute(new ChangeOrganisation({ do: 'join-team', rep, ...given(body) }, organisationEnvelope(sent)));
  }

  @Post(':rep/teams/:team/leave')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leaves a team, from now on; earlier figures stay with it' })
  leaveTeam(@Param('rep') rep: string, @Param('team') team: string, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.commands.execute(new ChangeOrganisation({ do: 'leave-team', rep, team }, organisationEnvelope(sent)));
  }

  @Post(':rep/deactivate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends the work of a person here' })
  deactivate(@Param('rep') rep: string, @Body() body: DeactivateBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.commands.execute(new ChangeOrganisation({ do: 'deactivate-rep', rep, ...given(body) }, organisationEnvelope(sent)));
  }
}
