import { asOf, type ClockQuery, type ReadContext } from '#libs/leads';

/** The clocks of a question that may be about the future: only what was known has to be of the past. */
export async function knownBy({ pool, now }: ReadContext, { at, ...known }: ClockQuery) {
  const { knownAt, position, head } = await asOf(pool, known, now);
  const atMs = at === undefined ? now.getTime() : Date.parse(at);
  return { at: new Date(atMs).toISOString(), atMs, knownAt, position, head };
}

/** Which documents were on record: nothing of them is back-dated, so what there was at an instant is what had been recorded by it. */
export async function onRecordBy(context: ReadContext, clocks: ClockQuery) {
  const { at, atMs, knownAt, position } = await knownBy(context, clocks);
  const isEarlier = clocks.at !== undefined && (knownAt === null || atMs < Date.parse(knownAt));
  return { at, atMs, knownAt: isEarlier ? at : knownAt, position };
}
