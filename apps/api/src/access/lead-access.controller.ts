import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, type SightDecision } from '#libs/access';
import { isCustomerOwned, sightOfLead } from '#libs/leads';
import { isUuid, notFound, ProblemError } from '#libs/platform';
import { Permit } from '../auth/permit.decorator.js';
import { Caller } from '../auth/principal.js';
import { given } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { envelopeOf, repOf } from '../leads/envelope.js';
import { ActOnLead, LeadAccepted } from '../leads/lead.commands.js';
import { READS, type Reads } from '../reads/question.js';
import { SETTINGS, type ApiSettings } from '../settings.js';
import { AccessDecisionBody, AccessRequestBody, CustomerBody, SightQuery } from './access.dto.js';
import { ACCESS, type AccessService } from './access.service.js';

/** Access to one lead: why it is seen or not, and asking for it. */
@ApiTags('access')
@Controller('v1')
export class LeadAccessController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(ACCESS) private readonly access: AccessService,
    @Inject(READS) private readonly reads: Reads,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post('leads/:lead/access-requests')
  @HttpCode(200)
  @Permit('lead.request-access')
  @ApiOperation({ summary: 'Asks to see a lead that the visibility in force hides or masks' })
  request(@Param('lead') lead: string, @Body() { reason }: AccessRequestBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.commands.execute(new ActOnLead(lead, { do: 'request-access', reason }, envelopeOf(sent, {}, this.settings.timeZone)));
  }

  @Post('leads/:lead/access-requests/:request/decide')
  @HttpCode(200)
  @Permit('lead.decide-access')
  @ApiOperation({ summary: 'Lets the rep who asked see the lead, or does not' })
  decide(
    @Param('lead') lead: string,
    @Param('request') requestId: string,
    @Body() body: AccessDecisionBody,
    @Sent() sent: SentCommand,
  ): Promise<LeadAccepted> {
    return this.commands.execute(
      new ActOnLead(lead, { do: 'decide-access', requestId, ...given(body) }, envelopeOf(sent, {}, this.settings.timeZone)),
    );
  }

  @Get('leads/:lead/visibility')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Why a rep sees a lead or does not, now or at an earlier instant under what held then' })
  sight(@Param('lead') lead: string, @Query() { rep, at }: SightQuery, @Caller() caller: Principal): Promise<SightDecision> {
    if (!isUuid(lead)) throw notFound('LEAD.NOT_FOUND', 'Name the lead by its id');
    if (caller.role === 'rep' && repOf(caller) !== rep)
      throw new ProblemError(403, [{ code: 'ACCESS.NOT_PERMITTED', message: 'A rep asks about itself; name your own id as rep' }]);
    const instant = at == null ? this.reads().now.getTime() : Date.parse(at);
    return sightOfLead(this.access, lead.toLowerCase(), rep, instant);
  }

  @Post('customers/owned')
  @HttpCode(200)
  @Permit('ownership.read')
  @ApiOperation({ summary: 'Whether somebody has an open lead of a customer; says nothing else about it' })
  owned(@Body() { customer }: CustomerBody): Promise<{ known: boolean; owned: boolean }> {
    return isCustomerOwned(this.reads(), customer);
  }
}
