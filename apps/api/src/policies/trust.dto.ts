import { ChoiceField, IdField, IntegerField, TextField } from '../http/fields.js';
import { ClocksQuery, KnownQuery } from '../reads/clocks.dto.js';

const TIME = 'a date (a whole day, both included) or an ISO instant (half-open)';
const MAX_DAYS = 3_660;

export class PeriodQuery extends KnownQuery {
  @TextField({ max: 40, description: TIME })
  from!: string;

  @TextField({ max: 40, description: TIME })
  to!: string;
}

export class FairnessQuery extends KnownQuery {
  @TextField({ max: 40, optional: true, description: `${TIME}; default: the window of the policy before the end` })
  from?: string;

  @TextField({ max: 40, optional: true, description: `${TIME}; default: now` })
  to?: string;

  @ChoiceField(['count', 'valid_count', 'expected_value'] as const, { optional: true, description: 'default: that of the policy' })
  measure?: 'count' | 'valid_count' | 'expected_value';

  @IntegerField({ optional: true, description: 'from which deviation from the mean on it is a breach; default: that of the policy' })
  tolerance?: number;
}

export class ShadowQuery extends PeriodQuery {
  @IntegerField({ optional: true, min: 1, description: 'default: all versions' })
  version?: number;
}

export class ComplexityQuery extends ClocksQuery {
  @IntegerField({ optional: true, min: 1, max: MAX_DAYS, description: 'rules that matched nothing in so many days; default 90' })
  days?: number;
}

export class DispatchWaitQuery extends PeriodQuery {
  @IdField({ optional: true, description: 'default intake' })
  pool?: string;

  @IntegerField({ optional: true, min: 1, max: 1_000_000, description: 'from which median wait on a rule is advised; default 15' })
  thresholdMinutes?: number;
}
