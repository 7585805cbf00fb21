import { type Holder } from '#libs/contracts';
import { AnyField, IdField, LooseTextField, NestedField, RecordField, TextsField } from '../http/fields.js';
import { HolderField } from '../http/value-fields.js';
import { CommandBody } from '../leads/lead-bodies.dto.js';

class ContactBody {
  @LooseTextField({ max: 500 })
  name?: string;

  @TextsField({ optional: true, description: 'as the sender wrote them; normalised at intake' })
  phones?: string[];

  @TextsField({ optional: true })
  emails?: string[];

  @TextsField({ optional: true, description: 'network:name, such as telegram:@ana' })
  handles?: string[];
}

/** What arrives from outside is recorded with findings and never dropped: only its shape is checked here. */
export class CaptureBody extends CommandBody {
  @LooseTextField({ max: 256, description: 'specific origin; missing is recorded as unknown, with a finding' })
  source?: string;

  @LooseTextField({ max: 128, description: 'search, social, email, referral, direct, phone …' })
  channel?: string;

  @LooseTextField({ max: 128, description: 'form, call, mail …' })
  medium?: string;

  @LooseTextField({ max: 256 })
  campaign?: string;

  @IdField({ optional: true, description: "the sender's system; default source" })
  externalSource?: string;

  @IdField({ optional: true, description: 'name of the inquiry there: externalSource:externalId finds its lead' })
  externalId?: string;

  @NestedField(() => ContactBody, { optional: true })
  contact?: ContactBody;

  @RecordField({
    optional: true,
    description: 'clear facts that are not personal: region, product, language, size …; what looks like a letter is sealed',
  })
  attributes?: Record<string, unknown>;

  @AnyField({ optional: true, description: 'the raw message, any JSON; kept sealed, and heard by vocabularies with fromText' })
  payload?: unknown;

  @HolderField({ optional: true })
  holder?: Holder;

  @IdField({ optional: true })
  team?: string;
}
