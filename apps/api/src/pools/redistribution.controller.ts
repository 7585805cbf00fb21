import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { type LeadCommands, portfolioAt, type RedistributedLead, redistribute, resolveLeadRef } from '#libs/leads';
import { invalid, isUuid } from '#libs/platform';
import { Permit } from '../auth/permit.decorator.js';
import { given } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { envelopeOf } from '../leads/envelope.js';
import { LEAD_COMMANDS } from '../leads/lead.commands.js';
import { READS, type Reads } from '../reads/question.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { RedistributionBody } from './pool.dto.js';

class RedistributionAnswer {
  @ApiProperty({ type: 'integer' })
  moved!: number;

  @ApiProperty({ type: 'integer' })
  refused!: number;

  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    description: 'one a lead: {lead, moved, revision, token} or {lead, moved, problem}',
  })
  leads!: readonly RedistributedLead[];
}

/** Many leads at once, or all of a rep. */
@ApiTags('pools')
@Controller('v1/redistributions')
@Permit('lead.redistribute')
export class RedistributionController {
  constructor(
    @Inject(LEAD_COMMANDS) private readonly commands: LeadCommands,
    @Inject(READS) private readonly reads: Reads,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Hands leads over, each by its own rules; says of each what became of it' })
  async redistribute(@Body() body: RedistributionBody, @Sent() sent: SentCommand): Promise<RedistributionAnswer> {
    const { leads: named, rep, ...rest } = given(body);
    if ((named === undefined) === (rep === undefined))
      throw invalid({ code: 'REDISTRIBUTION.WHICH', message: 'Name leads, or one rep whose leads all are meant', path: 'leads' });
    const envelope = envelopeOf(sent, {}, this.settings.timeZone);
    const allowed = envelope.bound ? { ...envelope, bound: { ...envelope.bound, redistributes: true } } : envelope;
    const leads = await redistribute(this.commands, { leads: await this.idsOf(named, rep), ...rest }, allowed);
    const moved = leads.filter((lead) => lead.moved).length;
    return { moved, refused: leads.length - moved, leads };
  }

  private async idsOf(named: readonly string[] | undefined, rep: string | undefined): Promise<readonly string[]> {
    const context = this.reads();
    if (rep !== undefined) return (await portfolioAt(context, rep)).cards.map(({ lead }) => lead);
    const found = await Promise.all(
      (named ?? []).map(async (ref) =>
        isUuid(ref) ? [ref.toLowerCase()] : (await resolveLeadRef(context.pool, ref, context.contacts)).leads,
      ),
    );
    return found.flat();
  }
}
