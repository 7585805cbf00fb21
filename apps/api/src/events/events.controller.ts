import { Readable } from 'node:stream';
import { Controller, Get, Headers, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { mayReadEvents, type Principal } from '#libs/access';
import {
  eventStreamOf,
  everyBlock,
  type FeedItem,
  followFeed,
  MAX_BLOCKS,
  readCompleteness,
  readFeedPage,
  visibleTypes,
} from '#libs/feeds';
import { type Jobs, LOG_QUEUE } from '#libs/jobs';
import { badRequest, linkedAbort } from '#libs/platform';
import { notedLines, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { Caller } from '../auth/principal.js';
import { sendList, wantsNdjson } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { JOBS, type StartedJob } from '../jobs/job-answer.js';
import { FEED, type FeedService } from './feed.service.js';
import { CompletenessQuery, FeedQuery, StreamQuery } from './events.dto.js';

const DEFAULT_LIMIT = 1_000;

@ApiTags('events')
@Controller('v1/events')
@Permit('feed.read')
export class EventsController {
  constructor(
    @Inject(FEED) private readonly feed: FeedService,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The feed by pages: every event since the first, numbered without a gap' })
  async page(
    @Query() query: FeedQuery,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = await readFeedPage(this.feed.pool, {
      after: Number(query.after ?? 0),
      limit: query.limit ?? DEFAULT_LIMIT,
      types: visible(query.type, caller),
      source: this.feed.source,
    });
    await notedLines(this.sights, request, leadsIn(page.items));
    await sendList(request, reply, page.items, page.next);
  }

  @Get('stream')
  @ApiOperation({ summary: 'The same as server-sent events, without end; Last-Event-ID is the last position you have' })
  async stream(
    @Query() query: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { controller: gone, unlink } = linkedAbort(this.feed.closing);
    request.raw.socket.once('close', () => {
      unlink();
      gone.abort();
    });
    const pages = followFeed(this.feed.pool, this.feed.listener, {
      after: lastEventId === undefined ? Number(query.after ?? 0) : positionOf(lastEventId),
      types: visible(query.type, caller),
      source: this.feed.source,
      heartbeatMs: this.feed.heartbeatMs,
      signal: gone.signal,
    });
    const { sights } = this;
    const noted = (async function* () {
      try {
        for await (const items of pages) {
          await notedLines(sights, request, leadsIn(items));
          yield items;
        }
      } finally {
        await pages.return();
      }
    })();
    void reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').type('text/event-stream; charset=utf-8');
    await reply.send(Readable.from(await eventStreamOf(noted), { objectMode: false, highWaterMark: 64 * 1024 }));
  }

  @Get('completeness')
  @ApiOperation({ summary: 'Count and digest of each block of 10,000 positions, and the running end' })
  async completeness(@Query() query: CompletenessQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (wantsNdjson(request)) return sendList(request, reply, everyBlock(this.feed.pool));
    const page = await readCompleteness(this.feed.pool, { after: Number(query.after ?? 0), limit: query.limit ?? MAX_BLOCKS });
    await reply.type('application/json; charset=utf-8').send(page);
  }

  @Post('verify')
  @HttpCode(202)
  @ApiOperation({ summary: 'Walks the whole log and compares it with its digest chain; the job names the first difference' })
  async verify(@Sent() { commandId }: SentCommand): Promise<StartedJob> {
    return { job: await this.jobs.enqueue(LOG_QUEUE, 'verify', {}, { id: `verify-${commandId}` }) };
  }
}

/** The leads that a page tells of; what is left out, or about something else, is no read of a lead. */
const leadsIn = (items: readonly FeedItem[]): readonly { readonly lead: string; readonly event: string }[] =>
  items.flatMap((item) => ('stream' in item && item.stream.startsWith('lead-') ? [{ lead: item.subject, event: item.id }] : []));

const visible = (types: string[] | undefined, caller: Principal): readonly string[] | null =>
  visibleTypes(types ?? [], (type) => mayReadEvents(caller.role, type));

function positionOf(lastEventId: string): number {
  if (/^\d{1,15}$/.test(lastEventId)) return Number(lastEventId);
  throw badRequest({
    code: 'FEED.LAST_EVENT_ID',
    message: 'Last-Event-ID is the position of the last event you have, such as 1200',
    path: '/headers/last-event-id',
  });
}
