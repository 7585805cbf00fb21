import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type OwnerAnswer } from '#libs/leads';
import { seenLead, seenStream, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { TextField } from '../http/fields.js';
import { sendList } from '../http/ndjson.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { OwnerOf, OwnersOfAll } from './ownership.questions.js';

class OwnershipQuery extends ClocksQuery {
  @TextField({ max: 512, description: 'id, source:external-id; or phone:…, email:…, person:… for all leads of a person' })
  lead!: string;
}

@ApiTags('ownership')
@Controller('v1')
@Permit('ownership.read')
export class OwnershipController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get('ownership')
  @ApiOperation({ summary: 'Who owned it when, and as known when; an array for a person with several leads' })
  async owner(@Query() query: OwnershipQuery, @Req() request: FastifyRequest): Promise<OwnerAnswer | readonly OwnerAnswer[]> {
    return seenLead(this.sights, request, await this.queries.execute(new OwnerOf(query.lead, clocksOf(query))));
  }

  @Get('owners')
  @ApiOperation({ summary: 'Every lead that was live at an instant, with its holder' })
  async owners(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const lines = await this.queries.execute(new OwnersOfAll(clocksOf(query)));
    await sendList(request, reply, seenStream(this.sights, request, lines));
  }
}
