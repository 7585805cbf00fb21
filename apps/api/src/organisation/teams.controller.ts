import { Body, Controller, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../auth/permit.decorator.js';
import { Accepted } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { given } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { organisationEnvelope } from './organisation.envelope.js';
import { ChangeOrganisation } from './organisation.command.js';
import { TeamBody } from './organisation.dto.js';

@ApiTags('organisation')
@Controller('v1/teams')
@Permit('organisation.manage')
@UseInterceptors(EtagInterceptor)
export class TeamsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'A new team' })
  create(@Body() body: TeamBody, @Sent() sent: SentCommand): Promise<Accepted> {
    const { id, ...team } = given(body);
    return this.commands.execute(new ChangeOrganisation({ do: 'create-team', team: id, ...team }, organisationEnvelope(sent)));
  }
}
