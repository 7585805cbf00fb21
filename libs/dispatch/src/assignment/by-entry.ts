import { type Entry } from '../assignment-policy/assignment-spec.js';
import { type Asked, askAmong, type Question, rowOf } from './ask-candidates.js';
import { type Outcome, nothingYet } from './outcome.js';
import { type ComparedIn, compareBy, type RepStrategy, weightOf } from './strategies.js';

/** The first entry whose condition holds; null: none. Only true counts. */
export const matchingEntry = ({ spec, facts }: Question): Entry | null =>
  spec.entries.find(({ when }) => when === null || when.evaluate(facts) === true) ?? null;

/** Asks everybody the entry is about and chooses among those who can; an entry that queues names its pool. `chosen` is null where all were excluded. */
export function byEntry(question: Question, entry: Entry): Outcome {
  const { strategy, among } = entry;
  const rule = { kind: 'entry' as const, name: entry.name, strategy: strategy.kind };
  if (strategy.kind === 'queue') return { ...nothingYet(rule, { candidates: [] }), chosen: { kind: 'pool', id: strategy.pool } };
  const asked = askAmong(question, among, strategy);
  return asked.contenders.length === 0 ? nothingYet(rule, asked) : chosenAmong(question, asked, { strategy, among }, rule);
}

export function chosenAmong(
  question: Question,
  asked: Asked,
  { strategy, among }: { readonly strategy: RepStrategy; readonly among: Entry['among'] },
  rule: Outcome['rule'],
): Outcome {
  const { spec, state, assignment, account, facts } = question;
  const team = among.team ?? spec.team;
  const context: ComparedIn = {
    state,
    account,
    team,
    at: assignment.at,
    decisionId: assignment.decisionId,
    row: (person) => rowOf(question, person, team),
  };
  const compared = compareBy(strategy, asked.contenders, context);
  const candidates = [...asked.candidates];
  asked.contenders.forEach(({ index, rep }, place) => (candidates[index] = { rep, excluded: null, compared: compared.numbers[place]! }));
  const { rep, person } = asked.contenders[compared.best]!;
  return {
    ...nothingYet(rule, { candidates }),
    comparison: compared.comparison,
    seed: compared.seed,
    chosen: { kind: 'person', id: rep },
    fairness: { rep, turns: 1, weight: weightOf(strategy, person, team, assignment.at), value: valueOf(spec, facts) },
  };
}

export function valueOf({ fairness }: Question['spec'], facts: Question['facts']): number | null {
  const value = fairness.value?.evaluate(facts);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
