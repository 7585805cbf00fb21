import { type ChangedDefinition } from '#libs/reporting';
import { positionToken } from '#libs/event-store';
import { InstantField, LooseTextField, TextField } from '../http/fields.js';

const MAX_DOCUMENT = 200_000;

export class DocumentBody {
  @TextField({ max: MAX_DOCUMENT, description: 'the YAML document' })
  document!: string;
}

export class DraftBody extends DocumentBody {
  @LooseTextField({ max: 1_000, description: 'why it changes; needed' })
  reason?: string;
}

export class PublishBody extends DraftBody {
  @InstantField({ optional: true, description: 'from when on its name alone means this version; default now' })
  effectiveFrom?: string;
}

export class ReasonBody {
  @LooseTextField({ max: 1_000, description: 'why; needed' })
  reason?: string;
}

export class PublishVersionBody extends ReasonBody {
  @InstantField({ optional: true, description: 'from when on its name alone means this version; default now' })
  effectiveFrom?: string;
}

/** What was done, with the token by which a read waits for it. */
export const changedAnswer = ({ storePosition, ...changed }: ChangedDefinition): object => ({
  ...changed,
  token: storePosition && positionToken(storePosition),
});
