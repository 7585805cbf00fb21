import { ApiProperty } from '@nestjs/swagger';
import { type Feeds } from '#libs/dispatch';
import { Accepted } from '../http/accepted.js';
import { InstantField, LooseTextField, NumberField, TextField, TextsByNameField } from '../http/fields.js';
import { ClocksQuery } from '../reads/clocks.dto.js';

const MAX_DOCUMENT = 65_536;
const MAX_FEED = 500_000;

export class CalendarDocumentBody {
  @TextField({ max: MAX_DOCUMENT, description: 'the YAML or JSON document' })
  document!: string;

  @TextsByNameField({ optional: true, max: MAX_FEED, description: 'iCalendar texts by the names that the document has for them' })
  feeds?: Feeds;
}

export class PublishCalendarBody extends CalendarDocumentBody {
  @LooseTextField({ max: 1_000, description: 'why it changes; needed' })
  reason?: string;
}

export class PublishedCalendar extends Accepted {
  @ApiProperty()
  calendar!: string;

  @ApiProperty({ type: 'integer', description: 'the last version' })
  version!: number;

  @ApiProperty({ type: 'integer', description: 'exceptional days that are written out in it' })
  days!: number;
}

export class WorkingTimeQuery extends ClocksQuery {
  @InstantField()
  from!: string;

  @InstantField()
  to!: string;
}

export class DueQuery extends ClocksQuery {
  @InstantField()
  from!: string;

  @NumberField({ min: 0, max: 1e10, description: 'working seconds' })
  seconds!: number;
}
