import { eventTypes } from '#libs/contracts';
import { invalid, type Violation } from '#libs/platform';

/** The event types whose content a subscriber gets; null: all. Everything else arrives bare. */
export type VisibleTypes = readonly string[] | null;

/**
 * What was asked for (`lead.assigned`, or all of a kind as `lead.*`), less what may not be seen.
 * Refuses unknown types, all at once: a misspelt filter would otherwise be silent for ever.
 */
export function visibleTypes(asked: readonly string[], mayRead: (type: string) => boolean): VisibleTypes {
  const permitted = eventTypes.filter(mayRead);
  if (asked.length === 0) return permitted.length === eventTypes.length ? null : permitted;
  const violations = asked.filter((type) => !eventTypes.some((known) => matches(type, known))).map(unknownType);
  const [first, ...rest] = violations;
  if (first) throw invalid(first, ...rest);
  return permitted.filter((known) => asked.some((type) => matches(type, known)));
}

const matches = (asked: string, type: string): boolean => (asked.endsWith('.*') ? type.startsWith(asked.slice(0, -1)) : type === asked);

const unknownType = (type: string): Violation => ({
  code: 'FEED.UNKNOWN_TYPE',
  message: `There is no event type ${type}; /asyncapi.json lists them, and lead.* means all that begin so`,
  path: '/type',
});
