import { type Attributes } from '#libs/contracts';
import { type FactSchema } from '#libs/expressions';

/** What conditions know of a case. Facts that an inquiry brings under these names are its attributes; all attributes are there as `attributes`. */
export interface CaseFacts {
  readonly source: string | null;
  readonly channel: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly attributes: Attributes;
  /** The person has written before or has another lead. */
  readonly repeat: boolean;
  /** Inquiries on this lead so far, this one included. */
  readonly inquiries: number;
  readonly time: TimeFacts;
}

/** The instant of the decision in the zone of the team's calendar. */
export interface TimeFacts {
  /** `mon` … `sun`. */
  readonly weekday: string;
  readonly hour: number;
  readonly minute: number;
  /** `2026-04-06`. */
  readonly date: string;
  readonly month: number;
  /** Whether the team is at work. */
  readonly open: boolean;
}

/** What conditions know of a rep, beside the figures that the document declares. */
export interface RepFactsRow {
  readonly id: string;
  /** Of the membership in the team that is asked. */
  readonly role: string | null;
  readonly attributes: Attributes;
  /** Leads that the rep owns and that are not closed. */
  readonly openLoad: number;
}

/** Names under which attributes of an inquiry are facts of their own, with the type they must have; of another type they are unknown. */
const typedAttributes = {
  region: 'string',
  territory: 'string',
  industry: 'string',
  product: 'string',
  language: 'string',
  topic: 'string',
  size: 'double',
  turnover: 'double',
  value: 'double',
  vip: 'bool',
} as const;

export const caseSchema: FactSchema = {
  source: 'string',
  channel: 'string',
  medium: 'string',
  campaign: 'string',
  ...typedAttributes,
  repeat: 'bool',
  inquiries: 'int',
  attributes: { fields: {}, open: 'dyn' },
  time: { fields: { weekday: 'string', hour: 'int', minute: 'int', date: 'string', month: 'int', open: 'bool' } },
};

/** The schema of conditions on a rep: the facts of the case, and `rep.…` with the figures that the document declares. */
export const repSchema = (figures: readonly string[]): FactSchema => ({
  ...caseSchema,
  rep: {
    fields: {
      id: 'string',
      role: 'string',
      openLoad: 'int',
      attributes: { fields: {}, open: 'dyn' },
      ...Object.fromEntries(figures.map((name) => [name, 'double' as const])),
    },
  },
});

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** The row on which conditions on the case are evaluated. Made once a decision, written out because it is made so often. */
export const caseRow = ({ source, channel, medium, campaign, attributes, repeat, inquiries, time }: CaseFacts) => ({
  source,
  channel,
  medium,
  campaign,
  attributes,
  repeat,
  inquiries,
  time,
  region: textOf(attributes['region']),
  territory: textOf(attributes['territory']),
  industry: textOf(attributes['industry']),
  product: textOf(attributes['product']),
  language: textOf(attributes['language']),
  topic: textOf(attributes['topic']),
  size: numberOf(attributes['size']),
  turnover: numberOf(attributes['turnover']),
  value: numberOf(attributes['value']),
  vip: typeof attributes['vip'] === 'boolean' ? attributes['vip'] : null,
});

/** The row on which `where` and `fit` are evaluated; figures by name, null where unknown. */
export const repRow = (
  caseOfIt: Readonly<Record<string, unknown>>,
  { id, role, attributes, openLoad }: RepFactsRow,
  figures: Readonly<Record<string, number | null>>,
): Readonly<Record<string, unknown>> => ({ ...caseOfIt, rep: { id, role, attributes, openLoad, ...figures } });
