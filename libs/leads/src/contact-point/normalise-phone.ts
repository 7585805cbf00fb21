import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max';
import { type NormalisedPoint } from './normalised-point.js';

/**
 * E.164 with the extension where there is one (a switchboard is shared by many people). `defaultCountry` reads numbers written without a
 * country code; without it they are invalid.
 */
export function normalisePhone(raw: string, defaultCountry: string | null): NormalisedPoint {
  const text = raw.replace(/^\s*tel:/i, '').trim();
  const options = defaultCountry === null ? {} : { defaultCountry: defaultCountry as CountryCode };
  const parsed = text.length > 64 ? undefined : parsePhoneNumberFromString(text, options, metadata);
  if (!parsed?.isValid()) return { kind: 'phone', raw, normalised: null, country: null };
  return {
    kind: 'phone',
    raw,
    normalised: parsed.ext ? `${parsed.number};ext=${parsed.ext}` : parsed.number,
    country: parsed.country ?? null,
  };
}
