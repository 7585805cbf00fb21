import { IdField, InstantField, IntegerField, LooseTextField, PositionField, TextField } from '../http/fields.js';
import { ClocksQuery } from '../reads/clocks.dto.js';

const MAX_DOCUMENT = 200_000;

export class DocumentBody {
  @TextField({ max: MAX_DOCUMENT, description: 'the YAML document' })
  document!: string;
}

export class DraftBody extends DocumentBody {
  @LooseTextField({ max: 1_000, description: 'why it is drafted; needed' })
  reason?: string;
}

export class ChangeBody {
  @LooseTextField({ max: 1_000, description: 'why; needed' })
  reason?: string;

  @IntegerField({ optional: true, min: 1, description: 'default: the active version to pause, resume or retire, else the last one' })
  version?: number;
}

export class ActivateBody extends ChangeBody {
  @InstantField({ optional: true, description: 'not in force before; default at once, or what the document says' })
  effectiveFrom?: string;
}

const TIME = 'a date (a whole day, both included) or an ISO instant (half-open)';

export class SimulateBody extends DocumentBody {
  @TextField({ max: 40, description: TIME })
  from!: string;

  @TextField({ max: 40, description: TIME })
  to!: string;

  @TextField({
    max: 40,
    optional: true,
    description: 'an ISO instant: only what was known then; or then: each decision knows what was recorded by its time',
  })
  knownAt?: string;

  @PositionField({ optional: true, description: 'the log up to here counts' })
  position?: string;
}

export class PoliciesQuery extends ClocksQuery {
  @IdField({ optional: true, description: 'only this kind, such as assignment' })
  kind?: string;
}
