import { Body, Controller, HttpCode, Inject, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SETTINGS, type ApiSettings } from '../settings.js';
import { Permit } from '../auth/permit.decorator.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { given } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { envelopeOf } from './envelope.js';
import { ActOnLead, LeadAccepted } from './lead.commands.js';
import {
  AssignBody,
  AttributesBody,
  ClaimBody,
  CloseBody,
  type CommandBody,
  CorrectOwnershipBody,
  FollowUpBody,
  MarkInvalidBody,
  NextActionBody,
  ReasonBody,
  StageBody,
  ToPoolBody,
  TransferBody,
  WinBody,
} from './lead-bodies.dto.js';

/** The commands on a lead. The lead is named by its id or by `source:external-id`. */
@ApiTags('leads')
@Controller('v1/leads/:lead')
@UseInterceptors(EtagInterceptor)
export class LeadsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post('assign')
  @HttpCode(200)
  @Permit('lead.assign')
  @ApiOperation({ summary: 'Gives the lead to a person, a team or a pool' })
  assign(@Param('lead') lead: string, @Body() body: AssignBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'assign-lead', ...fields }));
  }

  @Post('claim')
  @HttpCode(200)
  @Permit('lead.claim')
  @ApiOperation({ summary: 'Takes the lead from its pool; of many at once exactly one succeeds' })
  claim(@Param('lead') lead: string, @Body() body: ClaimBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    const rep = body.rep ?? sent.principal.repId ?? sent.principal.actor.id;
    return this.act(lead, body, sent, (fields) => ({ do: 'claim-lead', ...fields, rep }));
  }

  @Post('transfer')
  @HttpCode(200)
  @Permit('lead.transfer')
  @ApiOperation({ summary: 'Hands the lead over, with a reason' })
  transfer(@Param('lead') lead: string, @Body() body: TransferBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'transfer-lead', ...fields }));
  }

  @Post('release')
  @HttpCode(200)
  @Permit('lead.release')
  @ApiOperation({ summary: 'The owner gives the lead back to a pool' })
  release(@Param('lead') lead: string, @Body() body: ToPoolBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'release-lead', ...fields }));
  }

  @Post('recycle')
  @HttpCode(200)
  @Permit('lead.recycle')
  @ApiOperation({ summary: 'Returns the lead from its owner to a pool' })
  recycle(@Param('lead') lead: string, @Body() body: ToPoolBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'recycle-lead', ...fields }));
  }

  @Post('correct-ownership')
  @HttpCode(200)
  @Permit('lead.correct-ownership')
  @ApiOperation({ summary: 'Says who had the lead since occurredAt; what was known before stays known' })
  correctOwnership(@Param('lead') lead: string, @Body() body: CorrectOwnershipBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'correct-ownership', ...fields }));
  }

  @Post('follow-ups')
  @HttpCode(200)
  @Permit('lead.follow-up')
  @ApiOperation({ summary: 'Records a contact with the lead; occurredAt may lie in the past' })
  followUp(@Param('lead') lead: string, @Body() body: FollowUpBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'record-follow-up', ...fields }));
  }

  @Post('next-actions')
  @HttpCode(200)
  @Permit('lead.follow-up')
  @ApiOperation({ summary: 'Plans what is to be done next, and when' })
  nextAction(@Param('lead') lead: string, @Body() body: NextActionBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'plan-next-action', ...fields }));
  }

  @Post('stage')
  @HttpCode(200)
  @Permit('lead.progress')
  @ApiOperation({ summary: 'Enters a stage' })
  stage(@Param('lead') lead: string, @Body() body: StageBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'enter-stage', ...fields }));
  }

  @Post('win')
  @HttpCode(200)
  @Permit('lead.progress')
  @ApiOperation({ summary: 'Closes the lead as won, with its value' })
  win(@Param('lead') lead: string, @Body() body: WinBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'win-lead', ...fields }));
  }

  @Post('lose')
  @HttpCode(200)
  @Permit('lead.progress')
  @ApiOperation({ summary: 'Closes the lead as lost' })
  lose(@Param('lead') lead: string, @Body() body: ReasonBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'lose-lead', ...fields }));
  }

  @Post('close')
  @HttpCode(200)
  @Permit('lead.progress')
  @ApiOperation({ summary: 'Closes the lead with another disposition' })
  close(@Param('lead') lead: string, @Body() body: CloseBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'close-lead', ...fields }));
  }

  @Post('reopen')
  @HttpCode(200)
  @Permit('lead.progress')
  @ApiOperation({ summary: 'Works a closed lead again; its holder stays' })
  reopen(@Param('lead') lead: string, @Body() body: ReasonBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'reopen-lead', ...fields }));
  }

  @Post('mark-invalid')
  @HttpCode(200)
  @Permit('lead.progress')
  @ApiOperation({ summary: 'Closes the lead as invalid: spam, test, wrong number' })
  markInvalid(@Param('lead') lead: string, @Body() body: MarkInvalidBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'mark-lead-invalid', ...fields }));
  }

  @Post('attributes')
  @HttpCode(200)
  @Permit('lead.change')
  @ApiOperation({ summary: 'Changes clear facts of the lead' })
  attributes(@Param('lead') lead: string, @Body() body: AttributesBody, @Sent() sent: SentCommand): Promise<LeadAccepted> {
    return this.act(lead, body, sent, (fields) => ({ do: 'change-attributes', ...fields }));
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
