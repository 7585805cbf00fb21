import { Body, Controller, HttpCode, Inject, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../auth/permit.decorator.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { given } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { envelopeOf } from '../leads/envelope.js';
import { type CommandBody } from '../leads/lead-bodies.dto.js';
import { ActOnLead, LeadAccepted } from '../leads/lead.commands.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { LockBody, MoveBody, UnlockBody } from './pool.dto.js';

/** What is done with a lead in its pool. */
@ApiTags('pools')
@Controller('v1/leads/:lead')
@UseInterceptors(EtagInterceptor)
export class PooledLeadController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post('move')
  @HttpCode(200)
  @Permit('lead.redistribute')
  @ApiOperation({ summary: 'Moves a lead from its pool to another, as far as the pool lets it' })
  move(@Param('lead') lead: string, @Body() body: MoveBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, { do: 'move-lead', pool: body.pool, reason: body.reason }, body, sent);
  }

  @Post('lock')
  @HttpCode(200)
  @Permit('lead.lock')
  @ApiOperation({ summary: 'Exempts the lead from recycling and from claims' })
  lock(@Param('lead') lead: string, @Body() body: LockBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    const { until, reason } = given(body);
    return this.act(lead, { do: 'lock-lead', reason, ...(until !== undefined && { until }) }, body, sent);
  }

  @Post('unlock')
  @HttpCode(200)
  @Permit('lead.lock')
  @ApiOperation({ summary: 'Ends the lock of a lead' })
  unlock(@Param('lead') lead: string, @Body() body: UnlockBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    const { reason } = given(body);
    return this.act(lead, { do: 'unlock-lead', ...(reason !== undefined && { reason }) }, body, sent);
  }

  private act(lead: string, action: ActOnLead['action'], body: CommandBody, sent: SentCommand): Promise<LeadAccepted> {
    return this.commands.execute(new ActOnLead(lead, action, envelopeOf(sent, body, this.settings.timeZone)));
  }
}
