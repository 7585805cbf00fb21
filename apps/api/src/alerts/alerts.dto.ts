import { ChoiceField, IdField, IntegerField, TextField } from '../http/fields.js';

export class AlertsQuery {
  @ChoiceField(['true', 'false'], {
    optional: true,
    description: 'only those that wait for an answer (true), or only those that do not (false)',
  })
  open?: 'true' | 'false';

  @IdField({ optional: true, description: 'only those this person was told; a rep sees its own' })
  person?: string;

  @IdField({ optional: true, description: 'the alert after which the page begins: `next` of the page before' })
  after?: string;

  @IntegerField({ optional: true, min: 1, max: 1_000, description: 'default 100' })
  limit?: number;
}

export class AcknowledgeBody {
  @TextField({ optional: true, max: 1_000, description: 'what is done about it' })
  note?: string;
}
