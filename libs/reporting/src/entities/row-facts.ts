import { column, type TimeFact } from './entity.js';

/** Facts that rows of every kind share. */
export const leadId = column('string', 'id of the lead', 'r.lead');

/** Of rows that one event made. */
export const actor = {
  lead_id: leadId,
  actor: column('string', 'who recorded it', 'r.actor'),
  actor_kind: column('string', 'person, automation or import', 'r.actor_kind'),
};

/** A time in columns `<prefix>_at`, `<prefix>_day`, `<prefix>_precision`. */
export const time = (prefix: string, describe: string): TimeFact => ({
  at: `r.${prefix}_at`,
  day: `r.${prefix}_day`,
  precision: `r.${prefix}_precision`,
  describe,
});
