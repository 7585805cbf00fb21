import { type Holder, type Money } from '#libs/contracts';
import { ChoiceField, FactsField, FlagField, IdField, InstantField, TextField } from '../http/fields.js';
import { HolderField, MoneyField } from '../http/value-fields.js';
import { OccurredAtField } from '../http/occurred-at.field.js';

/** What every command on a lead may say. */
export class CommandBody {
  @OccurredAtField()
  occurredAt?: unknown;

  @InstantField({ optional: true, description: 'your clock; a command from the future is refused' })
  issuedAt?: string;
}

class WithReason extends CommandBody {
  @TextField({ optional: true, description: 'why' })
  reason?: string;
}

export class AssignBody extends WithReason {
  @HolderField()
  to!: Holder;

  @IdField({ optional: true, description: "the team the ownership counts for; default the rep's team then" })
  team?: string;

  @FlagField({ optional: true, description: 'whatever limits the rep has reached; for those who may overrule them' })
  evenAtCapacity?: boolean;
}

export class ClaimBody extends WithReason {
  @IdField({ optional: true, description: 'the rep who claims; default the caller' })
  rep?: string;

  @IdField({ optional: true })
  team?: string;
}

export class TransferBody extends CommandBody {
  @HolderField()
  to!: Holder;

  @IdField({ optional: true })
  team?: string;

  @TextField({ description: 'why' })
  reason!: string;
}

/** Of release and recycle. */
export class ToPoolBody extends WithReason {
  @IdField({ optional: true, description: 'default intake' })
  pool?: string;
}

export class CorrectOwnershipBody extends TransferBody {
  @InstantField({ optional: true, description: 'its own end; without it the correction holds until the next ownership event' })
  until?: string;
}

export class FollowUpBody extends CommandBody {
  @TextField({ max: 64, description: 'call, email, meeting, message, visit, note …' })
  type!: string;

  @ChoiceField(['outbound', 'inbound', 'internal'])
  direction!: 'outbound' | 'inbound' | 'internal';

  @TextField({ optional: true, max: 128 })
  outcome?: string;

  @FlagField({ optional: true, description: 'true where no human made it' })
  automatic?: boolean;

  @IdField({ optional: true, description: 'the rep who made it; default the caller' })
  by?: string;

  @TextField({ optional: true, max: 20_000, description: 'kept sealed' })
  note?: string;
}

export class NextActionBody extends CommandBody {
  @TextField({ max: 500 })
  action!: string;

  @InstantField()
  dueAt!: string;

  @IdField({ optional: true, description: 'who does it; default the owner' })
  by?: string;
}

export class StageBody extends CommandBody {
  @TextField({ max: 128 })
  stage!: string;

  @TextField({ optional: true, max: 128 })
  process?: string;
}

export class WinBody extends WithReason {
  @MoneyField({ optional: true })
  value?: Money;
}

/** Of lose and reopen. */
export class ReasonBody extends WithReason {}

export class CloseBody extends WithReason {
  @TextField({ max: 128 })
  disposition!: string;

  @InstantField({ optional: true, description: 'needed for not_now: then the lead is opened again, with a next action for its owner' })
  revisitAt?: string;
}

export class MarkInvalidBody extends CommandBody {
  @TextField({ description: 'why' })
  reason!: string;
}

export class AttributesBody extends CommandBody {
  @FactsField({ description: 'clear facts that are not personal; null removes one' })
  attributes!: Record<string, string | number | boolean | null>;
}
