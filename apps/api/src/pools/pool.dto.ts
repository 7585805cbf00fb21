import { maskableFields } from '#libs/access';
import { type Holder, type PoolAudience, type ReleaseRoute } from '#libs/contracts';
import { MAX_NAMED_LEADS } from '#libs/leads';
import { FlagField, IdField, InstantField, IntegerField, TextField, TextsField } from '../http/fields.js';
import { AudienceField, HolderField, ReleaseRoutesField } from '../http/value-fields.js';
import { CommandBody } from '../leads/lead-bodies.dto.js';

const YEAR_MINUTES = 366 * 24 * 60;

/** What is left out stays as it is. */
export class PoolSettingsBody {
  @AudienceField({ description: 'who sees its leads; null: everyone' })
  see?: PoolAudience | null;

  @AudienceField({ description: 'who claims them; null: everyone' })
  claim?: PoolAudience | null;

  @TextsField({
    optional: true,
    maxItems: maskableFields.length,
    max: 64,
    description: `fields that a rep sees only of its own leads: ${maskableFields.join(', ')}`,
  })
  maskedFields?: string[];

  @IntegerField({ optional: true, description: 'claims of a rep in a day of its own calendar; null: no limit' })
  claimsPerDay?: number | null;

  @IntegerField({ optional: true, description: 'open leads that a rep may hold to claim here; null: no limit' })
  holdingLimit?: number | null;

  @IntegerField({ optional: true, max: YEAR_MINUTES, description: 'for so long whoever had the lead last may not claim it' })
  previousOwnerCoolDownMinutes?: number;

  @IntegerField({ optional: true, max: YEAR_MINUTES, description: 'for so long after its capture nobody may claim it' })
  newLeadCoolDownMinutes?: number;

  @TextsField({ optional: true, maxItems: 100, max: 128, description: 'pools that its leads may be moved to; null: any' })
  movesTo?: string[] | null;

  @TextField({ description: 'why; kept with the settings' })
  reason!: string;
}

export class ReleaseRoutesBody {
  @ReleaseRoutesField()
  routes!: ReleaseRoute[];

  @TextField({ description: 'why' })
  reason!: string;
}

export class MoveBody extends CommandBody {
  @IdField()
  pool!: string;

  @TextField({ description: 'why' })
  reason!: string;
}

export class LockBody extends CommandBody {
  @InstantField({ optional: true, description: 'the end of the lock; left out: until it is unlocked' })
  until?: string;

  @TextField({ description: 'why' })
  reason!: string;
}

export class UnlockBody extends CommandBody {
  @TextField({ optional: true, description: 'why' })
  reason?: string;
}

export class RedistributionBody {
  @TextsField({ optional: true, maxItems: MAX_NAMED_LEADS, max: 512, description: 'leads by id or source:external-id; or name a rep' })
  leads?: string[];

  @IdField({ optional: true, description: 'all live leads of this rep' })
  rep?: string;

  @HolderField()
  to!: Holder;

  @IdField({ optional: true })
  team?: string;

  @FlagField({ optional: true, description: 'whatever limits the new owner has reached; for those who may overrule them' })
  evenAtCapacity?: boolean;

  @TextField({ description: 'why' })
  reason!: string;
}
