import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { type RedistributedLead, redistribute, type RedistributionDependencies } from '#libs/leads';
import { Permit } from '../auth/permit.decorator.js';
import { given } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { envelopeOf } from '../leads/envelope.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { RedistributionBody } from './pool.dto.js';

export const REDISTRIBUTIONS = Symbol('redistributions');

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
    @Inject(REDISTRIBUTIONS) private readonly dependencies: RedistributionDependencies,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Hands leads over, each by its own rules; says of each what became of it' })
  async redistribute(@Body() body: RedistributionBody, @Sent() sent: SentCommand): Promise<RedistributionAnswer> {
    const envelope = envelopeOf(sent, {}, this.settings.timeZone);
    const allowed = envelope.bound ? { ...envelope, bound: { ...envelope.bound, redistributes: true } } : envelope;
    const leads = await redistribute(this.dependencies, given(body), allowed);
    const moved = leads.filter((lead) => lead.moved).length;
    return { moved, refused: leads.length - moved, leads };
  }
}
