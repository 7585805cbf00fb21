import { comparisons, type ComparisonKind, type ExplainRequest, type Reporting, type ReportRequest } from '#libs/reporting';
import { ChoiceField, InstantField, IntegerField, LooseTextField, PositionField, TextField, WordsField } from '../http/fields.js';
import { VersionsField, versionsOf } from '../http/versions.field.js';

/** What every question to a definition takes beside the period. */
class Question {
  @WordsField({ optional: true, description: 'dimensions' })
  by?: string[];

  @TextField({ optional: true, max: 4_000, description: 'CEL over the facts of what is counted' })
  where?: string;

  @InstantField({ optional: true, description: 'as it was known then' })
  knownAt?: string;

  @PositionField({ optional: true, description: 'as it was known at this position' })
  position?: string;

  @VersionsField({ description: 'versions of vocabularies, in place of those that the definition has' })
  vocabularies?: string[];
}

/** The period and the filters that every report takes. */
export class ReportScope extends Question {
  @TextField({ max: 64, description: 'first day (whole days in the definition’s zone), or an instant', example: '2026-03-01' })
  from!: string;

  @TextField({ max: 64, description: 'last day, included; or an instant, not included', example: '2026-03-31' })
  to!: string;
}

export class ReportBody extends ReportScope {
  @TextField({ max: 256, description: 'name, or name@version', example: 'new_leads@1' })
  definition!: string;
}

/** So many leads a history has where nobody says. */
export const GOLDEN_LEADS = 200;

export class GoldenHistoryBody extends ReportBody {
  @TextField({ max: 64, description: 'name of the history' })
  name!: string;

  @IntegerField({ optional: true, min: 1, max: 5_000, description: `at most so many leads; default ${GOLDEN_LEADS}` })
  leads?: number;
}

export class RunBody extends ReportBody {
  @ChoiceField(['none', ...comparisons], {
    optional: true,
    description: 'also the period before: as long and directly before, the weeks or months before, or a year before',
  })
  compare?: ComparisonKind | 'none';
}

export class ExplainBody extends Question {
  @TextField({ max: 256, description: 'name, or name@version', example: 'new_leads@1' })
  definition!: string;

  @TextField({ max: 512, description: 'id of the lead, or source:external-id' })
  lead!: string;

  @TextField({ optional: true, max: 64, description: 'first day or instant of a period; without one no row fails by its date' })
  from?: string;

  @TextField({ optional: true, max: 64, description: 'last day, included; or an instant, not included' })
  to?: string;
}

export class ReconcileBody {
  @LooseTextField({
    max: 5_000_000,
    description: 'CSV with a heading: lead (id or source:external-id), won_on (a date), and where wanted amount and currency',
  })
  csv!: string;

  @TextField({ optional: true, max: 10, description: 'first day whose wins are looked for on the list; default the first of the list' })
  from?: string;

  @TextField({ optional: true, max: 10, description: 'last day; default the last of the list' })
  to?: string;

  @IntegerField({ optional: true, min: 0, max: 366, description: 'so many days after the day of winning are still in time; default 0' })
  within?: number;

  @InstantField({ optional: true, description: 'as it was known then' })
  knownAt?: string;

  @PositionField({ optional: true, description: 'as it was known at this position' })
  position?: string;
}

export class DiffBody extends ReportScope {
  @TextField({ max: 256, example: 'new_leads@1' })
  before!: string;

  @TextField({ max: 256, example: 'new_leads@2' })
  after!: string;

  @VersionsField({ description: 'versions of vocabularies for the first' })
  beforeVocabularies?: string[];

  @VersionsField({ description: 'versions of vocabularies for the second' })
  afterVocabularies?: string[];
}

export class FigureChoiceBody {
  @TextField({ max: 256, description: 'name of the definition', example: 'new_leads' })
  definition!: string;

  @TextField({ max: 4_000, description: 'why' })
  reason!: string;
}

type Asked = Pick<ReportRequest, 'by' | 'where' | 'knownAt' | 'position' | 'vocabularies'>;

const questionOf = ({ by, where, knownAt, position, vocabularies }: Question): Asked => ({
  ...(by != null && { by }),
  ...(where != null && { where }),
  ...(knownAt != null && { knownAt }),
  ...(position != null && { position }),
  ...(vocabularies != null && { vocabularies: versionsOf(vocabularies) }),
});

/** What libs/reporting takes is what the body says. */
export const scopeOf = (body: ReportScope): Omit<ReportRequest, 'definition'> => ({ from: body.from, to: body.to, ...questionOf(body) });

export const explainRequestOf = (body: ExplainBody): ExplainRequest => ({
  definition: body.definition,
  lead: body.lead,
  ...questionOf(body),
  ...(body.from != null && { from: body.from }),
  ...(body.to != null && { to: body.to }),
});

export const comparisonOf = ({
  before,
  after,
  beforeVocabularies,
  afterVocabularies,
  ...body
}: DiffBody): Parameters<Reporting['compareReports']>[0] => ({
  before,
  after,
  ...scopeOf(body),
  ...(beforeVocabularies != null && { beforeVocabularies: versionsOf(beforeVocabularies) }),
  ...(afterVocabularies != null && { afterVocabularies: versionsOf(afterVocabularies) }),
});
