import { type Attributes, type Finding } from '#libs/contracts';
import { ATTRIBUTE_NAME, isAttributeValue } from '../checks.js';
import { type NormalisedContact, normaliseContact } from '../contact-point/normalise-contact.js';
import { type RecognisedValue, type TextRecogniser } from '#libs/governance';
import { type CaptureInquiry } from '../lead-action.js';

/** An inquiry as it came, read but not yet placed: nothing of it is lost, what was odd stands in `findings`. */
export interface Arrival {
  readonly contact: NormalisedContact;
  readonly source: string;
  readonly channel: string;
  readonly attributes: Attributes;
  /** Those of them that a text mentions and nobody said. */
  readonly recognised: readonly RecognisedValue[];
  /** What goes under seal beside the contact points; null where there is nothing. */
  readonly personal: Readonly<Record<string, unknown>> | null;
  readonly findings: readonly Finding[];
}

/** `freeText`: what an attribute may hold in clear; what arrives by itself may not bring letters of customers there. */
export function readArrival(
  action: CaptureInquiry,
  defaultCountry: string | null,
  { freeText }: { readonly freeText: 'clear' | 'sealed' },
): Arrival {
  const contact = normaliseContact(action.contact, defaultCountry);
  const entries = Object.entries(action.attributes ?? {}).filter(([, value]) => value !== undefined);
  const fits = ([name, value]: [string, unknown]): boolean =>
    ATTRIBUTE_NAME.test(name) && isAttributeValue(value) && (freeText === 'clear' || !isFreeText(value));
  const unfit = entries.filter((entry) => !fits(entry));
  const personal = {
    ...(contact.name !== null && { name: contact.name }),
    ...(action.payload !== undefined && action.payload !== null && { payload: action.payload }),
    ...(unfit.length > 0 && { attributes: Object.fromEntries(unfit) }),
  };
  return {
    contact,
    source: action.source?.trim() || 'unknown',
    channel: action.channel?.trim() || 'unknown',
    attributes: Object.fromEntries(entries.filter(fits)) as Attributes,
    recognised: [],
    personal: Object.keys(personal).length > 0 ? personal : null,
    findings: [
      ...(action.source?.trim() ? [] : [{ code: 'SOURCE.MISSING', message: 'The sender did not say the source; recorded as unknown' }]),
      ...(action.channel?.trim() ? [] : [{ code: 'CHANNEL.MISSING', message: 'The sender did not say the channel; recorded as unknown' }]),
      ...(unfit.length > 0
        ? [
            {
              code: 'ATTRIBUTE.UNFIT',
              message: `${unfit.length} attributes have a name or value that cannot be kept in clear, such as a text of several lines; they are sealed`,
            },
          ]
        : []),
      ...contact.findings,
    ],
  };
}

const MAX_CLEAR = 256;

/** Longer than a value is, of several lines, or with an address in it: a letter, whatever the attribute is called. */
const isFreeText = (value: Attributes[string]): boolean =>
  typeof value === 'string' && (value.length > MAX_CLEAR || /[\r\n]|[^\s@]@[^\s@]/.test(value));

/** The arrival with what its sealed texts mention: only codes of vocabularies come out of them. */
export function withRecognised(arrival: Arrival, recognise: TextRecogniser, at: string): Arrival {
  const { payload, attributes } = arrival.personal ?? {};
  const recognised = recognise([...textsIn(payload), ...textsIn(attributes)], arrival.attributes, at);
  if (recognised.length === 0) return arrival;
  const found = Object.fromEntries(recognised.map(({ attribute, code }) => [attribute, code]));
  return { ...arrival, attributes: { ...arrival.attributes, ...found }, recognised };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** True where the inquiry says anything that only its person's key may open. */
export const isPersonal = (arrival: Arrival): boolean => arrival.personal !== null || arrival.contact.points.length > 0;
