import { type ReportRequest } from '#libs/reporting';
import { InstantField, PositionField, TextField, WordsField } from '../http/fields.js';

/** The period and the filters that every report takes. */
export class ReportScope {
  @TextField({ max: 64, description: 'first day (whole days in the definition’s zone), or an instant', example: '2026-03-01' })
  from!: string;

  @TextField({ max: 64, description: 'last day, included; or an instant, not included', example: '2026-03-31' })
  to!: string;

  @WordsField({ optional: true, description: 'dimensions' })
  by?: string[];

  @TextField({ optional: true, max: 4_000, description: 'CEL over the facts of what is counted' })
  where?: string;

  @InstantField({ optional: true, description: 'as it was known then' })
  knownAt?: string;

  @PositionField({ optional: true, description: 'as it was known at this position' })
  position?: string;
}

export class ReportBody extends ReportScope {
  @TextField({ max: 256, description: 'name, or name@version', example: 'new_leads@1' })
  definition!: string;
}

export class DiffBody extends ReportScope {
  @TextField({ max: 256, example: 'new_leads@1' })
  before!: string;

  @TextField({ max: 256, example: 'new_leads@2' })
  after!: string;
}

export class FigureChoiceBody {
  @TextField({ max: 256, description: 'name of the definition', example: 'new_leads' })
  definition!: string;

  @TextField({ max: 4_000, description: 'why' })
  reason!: string;
}

/** What libs/reporting takes is what the body says. */
export const scopeOf = ({ from, to, by, where, knownAt, position }: ReportScope): Omit<ReportRequest, 'definition'> => ({
  from,
  to,
  ...(by != null && { by }),
  ...(where != null && { where }),
  ...(knownAt != null && { knownAt }),
  ...(position != null && { position }),
});
