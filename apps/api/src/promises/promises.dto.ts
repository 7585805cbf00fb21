import { ChoiceField, IdField, InstantField, IntegerField, TextField } from '../http/fields.js';
import { CommandBody } from '../leads/lead-bodies.dto.js';
import { ClocksQuery } from '../reads/clocks.dto.js';

/** Which action is meant; refused where another stands by now. */
class ActionBody extends CommandBody {
  @IdField({ optional: true, description: 'the action meant; refused where another stands by now' })
  actionId?: string;
}

export class DoneBody extends ActionBody {
  @TextField({ optional: true, max: 1_000 })
  note?: string;
}

export class MoveActionBody extends ActionBody {
  @InstantField()
  dueAt!: string;

  @IdField({ optional: true, description: 'who does it; default as before' })
  by?: string;

  @TextField({ optional: true, description: 'why' })
  reason?: string;
}

export class CancelActionBody extends ActionBody {
  @TextField({ optional: true, description: 'why' })
  reason?: string;
}

export class WaitingBody extends CommandBody {
  @ChoiceField(['customer', 'colleague', 'other'], {
    optional: true,
    description: 'default customer; clocks may stand still while one waits for the customer',
  })
  on?: 'customer' | 'colleague' | 'other';

  @TextField({ max: 500, description: 'what is waited for' })
  for!: string;

  @InstantField({ description: 'then it is taken up again' })
  until!: string;
}

export class ContractBody extends CommandBody {
  @TextField({ max: 10, description: 'the day on which the contract ends', example: '2027-03-31' })
  endsOn!: string;

  @TextField({ optional: true, max: 64, description: "where that day begins; default the organisation's zone" })
  zone?: string;

  @IntegerField({ optional: true, min: 0, max: 3_650, description: 'how many days before the end the renewal comes up; default 90' })
  noticeDays?: number;

  @TextField({ optional: true, max: 500, description: 'what is to be done then' })
  action?: string;
}

export class UnplannedQuery extends ClocksQuery {
  @IdField({ optional: true, description: 'only leads of this owner' })
  owner?: string;

  @IdField({ optional: true, description: 'only leads of this team' })
  team?: string;
}
