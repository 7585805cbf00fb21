import { type TSchema } from '@sinclair/typebox';

/** A shape as TypeBox writes it down, as far as it is read here. */
interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

/** Where the event stands: ids that nobody wrote are made from it, the same at every reading. */
export interface Place {
  readonly subject: string;
  readonly nth: number;
}

const meant = ({ subject, nth }: Place): Readonly<Record<string, unknown>> => ({
  leadId: subject,
  repId: subject,
  teamId: subject,
  poolId: subject,
  name: subject,
  inquiryId: `${subject}-inquiry-${nth}`,
  followUpId: `${subject}-follow-up-${nth}`,
  actionId: `${subject}-action-${nth}`,
  contactPointId: `${subject}-contact-${nth}`,
  personId: `person of ${subject}`,
  holder: { kind: 'unknown' },
  to: { kind: 'unknown' },
  previous: { kind: 'unknown' },
  sealed: { subjects: ['golden'], box: '' },
  source: 'unknown',
  channel: 'unknown',
  kind: 'phone',
  validity: 'valid',
  direction: 'outbound',
  automatic: false,
  attributes: {},
});

/** What a person need not write: what may be null is null, lists are empty, ids come from the place. What is left missing is found by the check. */
export const completeData = (schema: TSchema, data: unknown, place: Place): unknown => complete(schema as Shape, data, place);

function complete(shape: Shape, value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return shape.items ? value.map((item) => complete(shape.items!, item, place)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const inner = shape.anyOf?.filter((each) => each.type === 'object') ?? [];
  if (inner.length === 1) return complete(inner[0]!, value, place);
  if (!shape.properties) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const filled = Object.entries(shape.properties).flatMap(([name, property]): [string, unknown][] => {
    if (name in given) return [[name, complete(property, given[name], place)]];
    const fallback = shape.required?.includes(name) ? fallbackOf(name, property, place) : undefined;
    return fallback === undefined ? [] : [[name, fallback]];
  });
  return { ...given, ...Object.fromEntries(filled) };
}

function fallbackOf(name: string, property: Shape, place: Place): unknown {
  if (property.anyOf?.some((each) => each.type === 'null')) return null;
  if (property.type === 'array') return [];
  return meant(place)[name];
}
