import { type VisibilityMode } from '#libs/contracts';
import { grantableRights, visibilityModes } from '#libs/access';
import { ChoiceField, FlagField, IdField, InstantField, TextField } from '../http/fields.js';

const MODES = visibilityModes as readonly [VisibilityMode, ...VisibilityMode[]];

class Reasoned {
  @TextField({ description: 'why; kept with the decision' })
  reason!: string;
}

export class VisibilityBody extends Reasoned {
  @ChoiceField(MODES, { description: "how much of other people's leads a rep sees" })
  mode!: VisibilityMode;
}

export class TeamVisibilityBody extends Reasoned {
  @ChoiceField(MODES, { optional: true, description: 'narrower than the organisation; left out: as the organisation' })
  mode?: VisibilityMode;
}

export class RightBody extends Reasoned {
  @ChoiceField(grantableRights)
  right!: string;

  @IdField({ optional: true, description: 'a person as tokens name it; left out: everyone who works here' })
  person?: string;
}

export class AccessRequestBody extends Reasoned {}

export class AccessDecisionBody {
  @FlagField()
  granted!: boolean;

  @InstantField({ optional: true, description: 'the end of it; left out: until further notice' })
  until?: string;

  @TextField({ optional: true })
  reason?: string;
}

export class AccessRequestsQuery {
  @InstantField({ optional: true })
  from?: string;

  @InstantField({ optional: true })
  to?: string;

  @ChoiceField(['true', 'false'], { optional: true, description: 'only those that nobody has decided' })
  open?: string;
}

export class SightQuery {
  @IdField({ description: 'the rep who looks' })
  rep!: string;

  @InstantField({ optional: true, description: 'when; default now' })
  at?: string;
}

export class CustomerBody {
  @TextField({ max: 512, description: 'phone:…, email:… or source:external-id' })
  customer!: string;
}
