import { type Attributes } from '#libs/contracts';
import { FactsField, IdField, TextField } from '../http/fields.js';

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
}

export class DeactivateBody {
  @TextField({ optional: true })
  reason?: string;
}
