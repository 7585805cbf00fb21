import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type PoolAction, type PoolAnswer, type PoolCommands, poolSettingsAt, releaseRoutesAt } from '#libs/dispatch';
import { type ReleaseRoute } from '#libs/contracts';
import { Permit } from '../auth/permit.decorator.js';
import { Accepted, acceptedOf } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { told } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { organisationEnvelope } from '../organisation/organisation.envelope.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { knownBy } from '../reads/known-by.js';
import { READS, type Reads } from '../reads/question.js';
import { PoolSettingsBody, ReleaseRoutesBody } from './pool.dto.js';

export const POOLS = Symbol('pools');

/** What a pool is for, how much may be claimed, and where leads go that are given back. */
@ApiTags('pools')
@Controller('v1')
@Permit('pool.manage')
@UseInterceptors(EtagInterceptor)
export class PoolSettingsController {
  constructor(
    @Inject(POOLS) private readonly commands: PoolCommands,
    @Inject(READS) private readonly reads: Reads,
  ) {}

  @Get('pools/:pool')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'A pool with the settings in force at an instant' })
  async pool(@Param('pool') pool: string, @Query() query: ClocksQuery): Promise<PoolAnswer> {
    const context = this.reads();
    const known = await knownBy(context, clocksOf(query));
    return poolSettingsAt(context.pool, pool, known.atMs, known);
  }

  @Post('pools/:pool/settings')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new version of the settings: who sees and claims, limits, cool-downs, masks, moves' })
  settings(@Param('pool') pool: string, @Body() body: PoolSettingsBody, @Sent() sent: SentCommand): Promise<Accepted> {
    const { reason, ...settings } = told(body);
    return this.execute({ do: 'change-pool-settings', pool, settings, reason }, sent);
  }

  @Get('settings/release-routes')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Where leads go that are given back without naming a pool' })
  async routes(@Query() query: ClocksQuery): Promise<{ routes: readonly ReleaseRoute[] }> {
    const context = this.reads();
    const known = await knownBy(context, clocksOf(query));
    return { routes: await releaseRoutesAt(context.pool, known.atMs, known) };
  }

  @Post('settings/release-routes')
  @HttpCode(200)
  @ApiOperation({ summary: 'Says where leads go that are given back, by the reason given or the pool they came from' })
  changeRoutes(@Body() { routes, reason }: ReleaseRoutesBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.execute({ do: 'change-release-routes', routes, reason }, sent);
  }

  private async execute(action: PoolAction, sent: SentCommand): Promise<Accepted> {
    return acceptedOf(await this.commands.execute(action, organisationEnvelope(sent)));
  }
}
