import { type CalendarDocument } from './calendar-document.js';

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** The calendars of the worked examples in the specification. */
export const berlin: CalendarDocument = {
  zone: 'Europe/Berlin',
  weekly: [
    {
      days: workdays,
      hours: [
        ['09:00', '13:00'],
        ['14:00', '18:00'],
      ],
    },
  ],
  exceptions: [
    ...['2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25'].map((date) => ({ date, hours: [] })),
    { date: '2026-12-24', name: 'Christmas Eve', hours: [['09:00', '12:00']] },
  ],
};

export const newYork: CalendarDocument = {
  zone: 'America/New_York',
  weekly: [{ days: workdays, hours: [['09:00', '17:00']] }],
  exceptions: [{ date: '2026-11-26', name: 'Thanksgiving', hours: [] }],
};
