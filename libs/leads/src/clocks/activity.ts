import { addSpan } from '#libs/calendar';
import { type EventData } from '#libs/contracts';
import { type Protection } from './lead-clocks.js';

type FollowUp = EventData<'lead.follow-up-recorded'>;

/** Whether a follow-up is activity under a rule: by a human, by whom, of which type and outcome it says. */
export function qualifies(
  { activity, holder }: Pick<Protection, 'activity' | 'holder'>,
  { automatic, by, type, outcome }: Pick<FollowUp, 'automatic' | 'by' | 'type' | 'outcome'>,
): boolean {
  if (automatic) return false;
  if (activity.by === 'holder' && !(holder.kind === 'person' && holder.id === by)) return false;
  if (activity.types !== null && !activity.types.includes(type)) return false;
  return activity.outcomes === null || (outcome !== null && activity.outcomes.includes(outcome));
}

/** An activity moves the due time to its extension where that is later, and never past the maximum. One before the holding began does not count. */
export function extended<P extends Pick<Protection, 'from' | 'dueAt' | 'extension' | 'maximumAt' | 'zone' | 'lastActivity'>>(
  protection: P,
  followUpId: string,
  at: number,
): P {
  if (at < protection.from) return protection;
  const lastActivity = protection.lastActivity && protection.lastActivity.at > at ? protection.lastActivity : { followUpId, at };
  if (protection.extension === null) return { ...protection, lastActivity };
  const extendedTo = addSpan(at, protection.extension, protection.zone);
  const dueAt = Math.max(protection.dueAt, Math.min(extendedTo, protection.maximumAt ?? Infinity));
  return { ...protection, dueAt, lastActivity };
}
