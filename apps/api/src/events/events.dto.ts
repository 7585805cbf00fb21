import { IntegerField, PositionField, WordsField } from '../http/fields.js';

export class FeedQuery {
  @PositionField({ optional: true, description: 'the last position you have; 0 (default) for the whole log' })
  after?: string;

  @IntegerField({ optional: true, min: 1, max: 10_000, description: 'items at most; default 1000. A page of large events may end earlier' })
  limit?: number;

  @WordsField({
    optional: true,
    description: 'event types to see in full, lead.* for all of a kind; the others arrive as {position, leaf}',
  })
  type?: string[];
}

export class StreamQuery {
  @PositionField({ optional: true, description: 'where to begin when there is no Last-Event-ID' })
  after?: string;

  @WordsField({ optional: true, description: 'as in GET /v1/events' })
  type?: string[];
}

export class CompletenessQuery {
  @PositionField({ optional: true, description: 'the last position of a block; blocks after it are given' })
  after?: string;

  @IntegerField({ optional: true, min: 1, max: 1_000, description: 'blocks at most; default 1000' })
  limit?: number;
}
