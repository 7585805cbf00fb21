import { Body, Controller, HttpCode, Inject, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../auth/permit.decorator.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { given } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { envelopeOf } from '../leads/envelope.js';
import { ActOnLead, LeadAccepted } from '../leads/lead.commands.js';
import { type CommandBody } from '../leads/lead-bodies.dto.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { CancelActionBody, ContractBody, DoneBody, MoveActionBody, WaitingBody } from './promises.dto.js';

/** What becomes of what was planned, and what a lead waits for. */
@ApiTags('leads')
@Controller('v1/leads/:lead')
@Permit('lead.follow-up')
@UseInterceptors(EtagInterceptor)
export class PromisesController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post('next-action/done')
  @HttpCode(200)
  @ApiOperation({ summary: 'The next action is done' })
  done(@Param('lead') lead: string, @Body() body: DoneBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'complete-next-action', ...fields }));
  }

  @Post('next-action/move')
  @HttpCode(200)
  @ApiOperation({ summary: 'The next action is done at another time, or by somebody else' })
  move(@Param('lead') lead: string, @Body() body: MoveActionBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'move-next-action', ...fields }));
  }

  @Post('next-action/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'The next action need not be done' })
  cancel(@Param('lead') lead: string, @Body() body: CancelActionBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'cancel-next-action', ...fields }));
  }

  @Post('waiting-for')
  @HttpCode(200)
  @ApiOperation({ summary: 'Nothing can be done before somebody answers or the date comes; then it is taken up again' })
  wait(@Param('lead') lead: string, @Body() body: WaitingBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'declare-waiting', ...fields }));
  }

  @Post('contract')
  @HttpCode(200)
  @ApiOperation({ summary: 'When the contract ends; its renewal comes up before, and moves with the date' })
  contract(@Param('lead') lead: string, @Body() body: ContractBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'set-contract', zone: this.settings.timeZone, ...fields }));
  }

  private act<B extends CommandBody>(
    lead: string,
    body: B,
    sent: SentCommand,
    action: (fields: Omit<B, keyof CommandBody>) => ActOnLead['action'],
  ): Promise<LeadAccepted> {
    const { occurredAt: _occurredAt, issuedAt: _issuedAt, ...fields } = given(body);
    return this.commands.execute(
      new ActOnLead(lead, action(fields as Omit<B, keyof CommandBody>), envelopeOf(sent, body, this.settings.timeZone)),
    );
  }
}
