import { Type } from '@sinclair/typebox';
import { Id, Instant, nullable } from '../shapes.js';

const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' });
/** From inclusive, to exclusive, by the clocks of the zone; an end before its start is on the next day. */
const Hours = Type.Array(Type.Tuple([TimeOfDay, TimeOfDay]));
const Day = Type.Union([
  Type.Literal('mon'),
  Type.Literal('tue'),
  Type.Literal('wed'),
  Type.Literal('thu'),
  Type.Literal('fri'),
  Type.Literal('sat'),
  Type.Literal('sun'),
]);
const CalendarDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

/** Events of `calendar-<id>`: working calendars in versions, with every holiday written out as a day. */
export const calendarEvents = {
  'calendar.published': Type.Object({
    calendarId: Id,
    version: Type.Integer({ minimum: 1 }),
    name: Type.String({ minLength: 1 }),
    zone: Type.String({ minLength: 1 }),
    weekly: Type.Array(Type.Object({ days: Type.Array(Day, { minItems: 1 }), hours: Hours })),
    /** Days that are not as the week says: holidays have no hours, half days fewer. */
    exceptions: Type.Array(Type.Object({ date: CalendarDate, name: nullable(Type.String()), hours: Hours })),
    /** From when it is in force; null: since always. It holds until the version that comes into force next. */
    effectiveFrom: nullable(Instant),
    /** Where days were taken from when it was published, such as `date-holidays 3.26.0 DE-BE 2026`: for people; the days above are what counts. */
    sources: Type.Array(Type.String()),
    /** The document as it was published. */
    document: Type.String(),
    documentHash: Type.String(),
    reason: Type.String({ minLength: 1 }),
  }),
} as const;
