import { type ClockQuery } from '#libs/leads';
import { InstantField, PositionField } from '../http/fields.js';

/** The second clock alone. */
export class KnownQuery {
  @InstantField({ optional: true, description: 'recorded time: as it was known then' })
  knownAt?: string;

  @PositionField({ optional: true, description: 'as it was known at this position; not together with knownAt' })
  position?: string;
}

/** The clocks that every read takes. */
export class ClocksQuery extends KnownQuery {
  @InstantField({ optional: true, description: 'effective time: when it was true; default now' })
  at?: string;
}

/** Only the clocks of a query that has more fields. */
export const clocksOf = ({ at, knownAt, position }: ClocksQuery | (KnownQuery & { at?: undefined })): ClockQuery => ({
  ...(at != null && { at }),
  ...(knownAt != null && { knownAt }),
  ...(position != null && { position }),
});
