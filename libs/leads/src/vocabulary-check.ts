import { type Finding } from '#libs/contracts';
import { type EnteredValues, type ValueJudge } from '#libs/governance';
import { type DecideContext, type Verdict } from './decision.js';

/** Where nothing has a vocabulary. */
export const noJudge: ValueJudge = () => [];

/**
 * What the vocabularies say against values, and what follows. A person is refused. What arrives from outside is recorded with findings. An import
 * rejects the row of a value that is not known, so that the row can be imported again once the vocabulary knows it; that a value was retired stands
 * with what is kept.
 */
export function vocabularyCheck(
  { judge, enforcement, actor }: DecideContext,
  values: Omit<EnteredValues, 'day'>,
): { readonly impossible: readonly Verdict[]; readonly findings: readonly Finding[] } {
  const judged = judge(values);
  const isLive = enforcement === 'block' && actor.kind !== 'import';
  const stops = judged.filter(({ code }) => (isLive ? actor.kind === 'person' : code === 'VOCABULARY.UNKNOWN_VALUE'));
  const kept = judged.filter((violation) => !stops.includes(violation));
  return { impossible: stops, findings: kept.map(({ code, message }) => ({ code, message })) };
}
