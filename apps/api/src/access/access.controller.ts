import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type AccessAction, type ModeInForce, modesFold, organisationModeAt } from '#libs/access';
import { knownPeople } from '#libs/dispatch';
import { accessRequests } from '#libs/leads';
import { Permit } from '../auth/permit.decorator.js';
import { Accepted, acceptedOf } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { sendList } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { organisationEnvelope } from '../organisation/organisation.envelope.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { knownBy } from '../reads/known-by.js';
import { READS, type Reads } from '../reads/question.js';
import { AccessRequestsQuery, RightBody, TeamVisibilityBody, VisibilityBody } from './access.dto.js';
import { ACCESS, type AccessService } from './access.service.js';
import { notedLines, type Sights, SIGHTS } from './sights.js';

/** Who sees what of whose leads, and rights beside those of a role. */
@ApiTags('access')
@Controller('v1')
@Permit('access.manage')
@UseInterceptors(EtagInterceptor)
export class AccessController {
  constructor(
    @Inject(ACCESS) private readonly access: AccessService,
    @Inject(READS) private readonly reads: Reads,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Post('settings/visibility')
  @HttpCode(200)
  @ApiOperation({ summary: "Decides how much of other people's leads reps see" })
  visibility(@Body() body: VisibilityBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.execute({ do: 'change-visibility', mode: body.mode, reason: body.reason }, sent);
  }

  @Get('settings/visibility')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'The mode in force at an instant' })
  async visibilityAt(@Query() query: ClocksQuery): Promise<ModeInForce> {
    const context = this.reads();
    const known = await knownBy(context, clocksOf(query));
    return organisationModeAt(await knownPeople(context.pool, known).fold('settings', modesFold), known.atMs);
  }

  @Post('teams/:team/visibility')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decides for the leads of a team something narrower than the organisation has' })
  teamVisibility(@Param('team') team: string, @Body() { mode, reason }: TeamVisibilityBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.execute({ do: 'change-team-visibility', team, mode: mode ?? null, reason }, sent);
  }

  @Post('rights')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives a right to a person, or to everyone' })
  give(@Body() body: RightBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.execute({ do: 'give-right', ...rightOf(body) }, sent);
  }

  @Post('rights/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes a right back from a person, or from everyone' })
  withdraw(@Body() body: RightBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.execute({ do: 'withdraw-right', ...rightOf(body) }, sent);
  }

  @Get('access-requests')
  @Permit('lead.decide-access')
  @ApiOperation({ summary: 'Who asked to see which lead, under which visibility: what hiding costs' })
  async requests(@Query() query: AccessRequestsQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { from, to, open } = query;
    const asked = { ...(from != null && { from }), ...(to != null && { to }), open: open === 'true' };
    await sendList(request, reply, await notedLines(this.sights, request, await accessRequests(this.reads().pool, asked)));
  }

  private async execute(action: AccessAction, sent: SentCommand): Promise<Accepted> {
    return acceptedOf(await this.access.commands.execute(action, organisationEnvelope(sent)));
  }
}

const rightOf = ({ right, person, reason }: RightBody) => ({ right, person: person ?? null, reason });
