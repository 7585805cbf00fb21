import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type WhyAnswer } from '#libs/dispatch';
import { seenDecisions, seenWhy, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { TextField } from '../http/fields.js';
import { sendList } from '../http/ndjson.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { DecisionsAbout, WhyIsIt } from './decision.questions.js';

class WhyQuery extends ClocksQuery {
  @TextField({ optional: true, max: 128, description: 'a rep: why that one did not get it' })
  not?: string;
}

@ApiTags('leads')
@Controller('v1/leads/:lead')
@Permit('ownership.read')
export class DecisionsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get('decisions')
  @ApiOperation({ summary: 'Every automatic decision about it, with all that was looked at and what became of it' })
  async decisions(
    @Param('lead') lead: string,
    @Query() query: ClocksQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lines = await this.queries.execute(new DecisionsAbout(lead, clocksOf(query)));
    await sendList(request, reply, await seenDecisions(this.sights, request, lines));
  }

  @Get('why')
  @ApiOperation({ summary: 'Why it is with whom it is, and why not with someone else; an array for a person with several leads' })
  async why(
    @Param('lead') lead: string,
    @Query() query: WhyQuery,
    @Req() request: FastifyRequest,
  ): Promise<WhyAnswer | readonly WhyAnswer[]> {
    const answer = await this.queries.execute(new WhyIsIt(lead, query.not ?? null, clocksOf(query), this.settings.timeZone));
    return seenWhy(this.sights, request, answer);
  }
}
