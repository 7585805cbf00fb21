import { type Attributes } from '#libs/contracts';
import { FactsField, IdField, NumberField, TextField } from '../http/fields.js';

export class RepBody {
  @IdField({ description: 'free name, such as ana or Resolver 236; the same again with other facts changes the profile' })
  id!: string;

  @TextField({ max: 256 })
  name!: string;

  @FactsField({ optional: true })
  attributes?: Attributes;
}

export class TeamBody {
  @IdField()
  id!: string;

  @TextField({ max: 256 })
  name!: string;

  @FactsField({ optional: true })
  attributes?: Attributes;
}

export class PoolBody {
  @IdField()
  id!: string;

  @TextField({ max: 256 })
  name!: string;

  @IdField({ optional: true, description: 'the team that periods in this pool count for' })
  team?: string;
}

export class JoinTeamBody {
  @IdField()
  team!: string;

  @TextField({ max: 64, optional: true })
  role?: string;

  @NumberField({
    min: 0,
    max: 1_000,
    optional: true,
    description: 'default 1; a member of weight 2 gets twice the turns of one of weight 1',
  })
  weight?: number;
}

export class DeactivateBody {
  @TextField({ optional: true })
  reason?: string;
}
