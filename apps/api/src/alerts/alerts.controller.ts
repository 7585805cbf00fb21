import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type AlertCommands, listAlerts } from '#libs/governance';
import { type Pool } from 'pg';
import { seenAlerts, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { principalOf } from '../auth/principal.js';
import { Accepted, acceptedOf } from '../http/accepted.js';
import { sendList } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { repOf } from '../leads/envelope.js';
import { AcknowledgeBody, AlertsQuery } from './alerts.dto.js';

export const ALERTS = Symbol('alerts');

export interface AlertsService {
  readonly pool: Pool;
  readonly commands: Pick<AlertCommands, 'acknowledge'>;
}

const ALERTS_AT_ONCE = 100;

/** What somebody must know: who was told, how and when, and who took it on. */
@ApiTags('alerts')
@Controller('v1/alerts')
export class AlertsController {
  constructor(
    @Inject(ALERTS) private readonly alerts: AlertsService,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get()
  @Permit('alert.read')
  @ApiOperation({ summary: 'Alerts, newest first, with everyone who was told, every delivery and every failure' })
  async list(@Query() query: AlertsQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const principal = principalOf(request);
    const person = principal.role === 'rep' ? repOf(principal) : query.person;
    const limit = query.limit ?? ALERTS_AT_ONCE;
    const lines = await listAlerts(this.alerts.pool, {
      ...(person != null && { person }),
      ...(query.open != null && { open: query.open === 'true' }),
      ...(query.after != null && { after: query.after }),
      limit,
    });
    const last = lines.length === limit ? lines.at(-1) : undefined;
    await sendList(request, reply, await seenAlerts(this.sights, request, lines), last?.alert ?? null);
  }

  @Post(':alert/acknowledge')
  @HttpCode(200)
  @Permit('alert.acknowledge')
  @ApiOperation({ summary: 'Takes it on: nobody else is told' })
  async acknowledge(@Param('alert') alert: string, @Body() body: AcknowledgeBody, @Sent() sent: SentCommand): Promise<Accepted> {
    const { commandId, principal } = sent;
    const only = principal.role === 'rep' ? { only: repOf(principal) } : {};
    const note = body.note == null ? {} : { note: body.note };
    return acceptedOf(await this.alerts.commands.acknowledge(alert, { commandId, actor: principal.actor, ...note, ...only }));
  }
}
