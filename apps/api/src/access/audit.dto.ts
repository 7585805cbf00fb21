import { IdField, IntegerField, NumberField, TextField } from '../http/fields.js';

export class ReadsQuery {
  @TextField({ optional: true, max: 512, description: 'a lead: id or source:external-id' })
  lead?: string;

  @IdField({ optional: true, description: 'who read, as tokens name it' })
  reader?: string;

  @TextField({ optional: true, max: 10, description: 'first day, of UTC, such as 2026-03-01' })
  from?: string;

  @TextField({ optional: true, max: 10, description: 'last day, included' })
  to?: string;

  @IntegerField({
    optional: true,
    min: 1,
    description: 'the number of the read after which the page begins: `next` of the page before',
  })
  after?: number;

  @IntegerField({ optional: true, min: 1, max: 10_000, description: 'default 1,000' })
  limit?: number;
}

export class ReadersQuery {
  @TextField({ max: 10, description: "first day, of the organisation's zone, such as 2026-03-01" })
  from!: string;

  @TextField({ max: 10, description: 'last day, included' })
  to!: string;

  @IntegerField({ optional: true, min: 1, max: 1_000_000, description: 'fewer different leads than this are never unusual; default 100' })
  atLeast?: number;

  @NumberField({ optional: true, description: 'how many times the usual is unusual; default 3' })
  times?: number;
}
