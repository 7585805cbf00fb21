import { berlin, iso } from './time.js';

/** A mail of a customer that nobody saw for weeks, and what came of it. Instants are ISO. */
interface HeldBackMail {
  /** In the sample. */
  readonly lead: string;
  readonly sentAt: string;
  /** Who called in the end, and when; null: nobody. */
  readonly answered: { readonly by: string; readonly at: string } | null;
}

const at = (day: string, time: string): string => iso(berlin(day, time));

/**
 * The mail server kept these to itself; they are entered late, with the time at which they were sent. The clocks begin then, in the hours of the office, so
 * each is overdue at once, and whoever had the lead when it fell due is named, whoever has it today.
 */
export const SAMPLE_HELD_BACK_MAIL: readonly HeldBackMail[] = [
  // Saturday before the clocks change: due on Monday.
  { lead: 'S-0116', sentAt: at('2026-03-28', '10:00'), answered: null },
  // Thursday before Easter, an hour and a half before the office closes for four days.
  { lead: 'S-0110', sentAt: at('2026-04-02', '16:30'), answered: null },
  { lead: 'S-0003', sentAt: at('2026-04-14', '10:00'), answered: { by: 'di', at: at('2026-04-15', '11:00') } },
  // Cy's last day but one: due three hours before he handed over what he had.
  { lead: 'S-0054', sentAt: at('2026-04-29', '17:00'), answered: null },
  // The evening before Labour Day, a Friday.
  { lead: 'S-0004', sentAt: at('2026-04-30', '17:30'), answered: null },
  // The afternoon before Ascension Day.
  { lead: 'S-0021', sentAt: at('2026-05-13', '15:30'), answered: { by: 'ana', at: at('2026-05-15', '16:00') } },
];
