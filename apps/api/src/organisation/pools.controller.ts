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
import { PoolBody } from './organisation.dto.js';

@ApiTags('organisation')
@Controller('v1/pools')
@Permit('organisation.manage')
@UseInterceptors(EtagInterceptor)
export class PoolsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'A new pool; intake is always there' })
  create(@Body() body: PoolBody, @Sent() sent: SentCommand): Promise<Accepted> {
    const { id, ...pool } = given(body);
    return this.commands.execute(new ChangeOrganisation({ do: 'create-pool', pool: id, ...pool }, organisationEnvelope(sent)));
  }
}
