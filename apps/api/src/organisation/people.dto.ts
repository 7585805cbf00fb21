import { ApiProperty } from '@nestjs/swagger';
import { Accepted } from '../http/accepted.js';
import { IdField, IntegerField, NumberField, TextField } from '../http/fields.js';

const WHEN = 'an instant with its offset, or a day in the zone of the rep’s calendar';

export class AbsenceBody {
  @IdField({ optional: true, description: 'default: the id of the command' })
  absenceId?: string;

  @TextField({ max: 64, description: 'holiday, sick, training, parental …' })
  kind!: string;

  @TextField({ max: 40, description: WHEN })
  from!: string;

  @TextField({ max: 40, optional: true, description: `${WHEN}: then the last day away; without it until further notice` })
  to?: string | null;

  @IdField({ optional: true, description: 'the rep who handles what falls due meanwhile; the owner stays' })
  cover?: string | null;

  @TextField({ max: 1_000, optional: true })
  note?: string | null;
}

/** What is left out stays as it was; null takes it away. */
export class AbsenceChangeBody {
  @TextField({ max: 64, optional: true })
  kind?: string;

  @TextField({ max: 40, optional: true, description: WHEN })
  from?: string;

  @TextField({ max: 40, optional: true, description: `${WHEN}: then the last day away; null: until further notice` })
  to?: string | null;

  @IdField({ optional: true, description: 'null: nobody' })
  cover?: string | null;

  @TextField({ max: 1_000, optional: true })
  note?: string | null;
}

export class AbsenceAccepted extends Accepted {
  @ApiProperty({ description: 'names the absence in later commands' })
  absenceId!: string;
}

export class ShiftAccepted extends Accepted {
  @ApiProperty({ description: 'names the shift in later commands' })
  shiftId!: string;
}

export class CancelBody {
  @TextField({ optional: true })
  reason?: string;
}

export class OnCallBody {
  @IdField({ optional: true, description: 'default: the id of the command' })
  shiftId?: string;

  @TextField({ max: 40, description: WHEN })
  from!: string;

  @TextField({ max: 40, description: `${WHEN}: then the last day of the shift` })
  to!: string;

  @IdField({ optional: true, description: 'for this team only' })
  team?: string | null;
}

/** What is left out stays as it was; null: no limit. */
export class CapacityBody {
  @IntegerField({ optional: true, description: 'how many leads may be held at once; null: no limit' })
  holdingCap?: number | null;

  @IntegerField({ optional: true, description: 'how many may be taken in a day of the rep’s calendar; null: no limit' })
  intakeCap?: number | null;
}

export class CalendarOfBody {
  @IdField({ optional: true, description: 'null: none of its own' })
  calendar?: string | null;
}

export class LeaveBody {
  @TextField({ max: 10, description: 'the last day at work' })
  lastDay!: string;
}

export class MembershipBody {
  @TextField({ max: 64, optional: true })
  role?: string | null;

  @NumberField({ min: 0, max: 1_000, optional: true, description: 'a member of weight 2 gets twice the turns of one of weight 1' })
  weight?: number | null;
}

export class ManagerBody {
  @IdField({ optional: true, description: 'a rep, also one of another team; null: nobody' })
  person?: string | null;
}
