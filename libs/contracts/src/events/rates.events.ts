import { Type } from '@sinclair/typebox';
import { Id } from '../shapes.js';

const Currency = Type.String({ pattern: '^[A-Z]{3}$' });

/** Events of `rates-<name>`: what one unit of a currency is worth in another, day by day, in versions. The newest version known says what every day's rate is. */
export const ratesEvents = {
  'rates.published': Type.Object({
    name: Id,
    version: Type.Integer({ minimum: 1 }),
    /** The YAML document as it was sent, and what it says. */
    document: Type.String(),
    documentHash: Type.String(),
    to: Currency,
    /** A rate is good for so many days, its own included, or until the next. */
    holdsDays: Type.Integer({ minimum: 1 }),
    /** In order of currency and day: from `from` on one unit of `currency` is `rate` of `to`. */
    rates: Type.Array(
      Type.Object({
        currency: Currency,
        from: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
        rate: Type.String({ pattern: '^\\d{1,9}(\\.\\d{1,8})?$' }),
      }),
    ),
    reason: Type.String({ minLength: 1 }),
  }),
} as const;
