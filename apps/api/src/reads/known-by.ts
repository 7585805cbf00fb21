import { asOf, type ClockQuery, type ReadContext } from '#libs/leads';

/** The clocks of a question that may be about the future: only what was known has to be of the past. */
export async function knownBy({ pool, now }: ReadContext, { at, ...known }: ClockQuery) {
  const { knownAt, position, head } = await asOf(pool, known, now);
  const atMs = at === undefined ? now.getTime() : Date.parse(at);
  return { at: new Date(atMs).toISOString(), atMs, knownAt, position, head };
}
