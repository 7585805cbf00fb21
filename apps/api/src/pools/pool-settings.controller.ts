import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type PoolAction, type PoolCommands, type PoolFacts, type OrganisationReader } from '#libs/dispatch';
import { type ReleaseRoute } from '#libs/contracts';
import { notFound } from '#libs/platform';
import { Permit } from '../auth/permit.decorator.js';
import { Accepted, acceptedOf } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { told } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { organisationEnvelope } from '../organisation/organisation.envelope.js';
import { PoolSettingsBody, ReleaseRoutesBody } from './pool.dto.js';

export const POOLS = Symbol('pools');

export interface PoolService {
  readonly commands: PoolCommands;
  readonly reader: OrganisationReader;
}

/** What a pool is for, how much may be claimed, and where leads go that are given back. */
@ApiTags('pools')
@Controller('v1')
@Permit('pool.manage')
@UseInterceptors(EtagInterceptor)
export class PoolSettingsController {
  constructor(@Inject(POOLS) private readonly pools: PoolService) {}

  @Get('pools/:pool')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'A pool with its settings in force' })
  async pool(@Param('pool') pool: string): Promise<{ pool: string } & PoolFacts> {
    const facts = await this.pools.reader.pool(pool);
    if (!facts) throw notFound('POOL.NOT_FOUND', `There is no pool ${pool}`);
    return { pool, ...facts };
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
  async routes(): Promise<{ routes: readonly ReleaseRoute[] }> {
    return { routes: await this.pools.reader.releaseRoutes() };
  }

  @Post('settings/release-routes')
  @HttpCode(200)
  @ApiOperation({ summary: 'Says where leads go that are given back, by the reason given or the pool they came from' })
  changeRoutes(@Body() { routes, reason }: ReleaseRoutesBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.execute({ do: 'change-release-routes', routes, reason }, sent);
  }

  private async execute(action: PoolAction, sent: SentCommand): Promise<Accepted> {
    return acceptedOf(await this.pools.commands.execute(action, organisationEnvelope(sent)));
  }
}
