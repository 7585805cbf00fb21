import { type Attributes, type Finding } from '#libs/contracts';
import { ATTRIBUTE_NAME, isAttributeValue } from '../checks.js';
import { type NormalisedContact, normaliseContact } from '../contact-point/normalise-contact.js';
import { type CaptureInquiry } from '../lead-action.js';

/** An inquiry as it came, read but not yet placed: nothing of it is lost, what was odd stands in `findings`. */
export interface Arrival {
  readonly contact: NormalisedContact;
  readonly source: string;
  readonly channel: string;
  readonly attributes: Attributes;
  /** What goes under seal beside the contact points; null where there is nothing. */
  readonly personal: Readonly<Record<string, unknown>> | null;
  readonly findings: readonly Finding[];
}

export function readArrival(action: CaptureInquiry, defaultCountry: string | null): Arrival {
  const contact = normaliseContact(action.contact, defaultCountry);
  const entries = Object.entries(action.attributes ?? {}).filter(([, value]) => value !== undefined);
  const fits = ([name, value]: [string, unknown]): boolean => ATTRIBUTE_NAME.test(name) && isAttributeValue(value);
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
    personal: Object.keys(personal).length > 0 ? personal : null,
    findings: [
      ...(action.source?.trim() ? [] : [{ code: 'SOURCE.MISSING', message: 'The sender did not say the source; recorded as unknown' }]),
      ...(action.channel?.trim() ? [] : [{ code: 'CHANNEL.MISSING', message: 'The sender did not say the channel; recorded as unknown' }]),
      ...(unfit.length > 0
        ? [
            {
              code: 'ATTRIBUTE.UNFIT',
              message: `${unfit.length} attributes have a name or value that cannot be kept in clear; they are sealed`,
            },
          ]
        : []),
      ...contact.findings,
    ],
  };
}

/** True where the inquiry says anything that only its person's key may open. */
export const isPersonal = (arrival: Arrival): boolean => arrival.personal !== null || arrival.contact.points.length > 0;
