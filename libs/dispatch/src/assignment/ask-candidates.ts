import { codeOf, readAsCode } from '#libs/expressions';
import { repRow } from '../assignment-policy/assignment-facts.js';
import { type Among, type AssignmentSpec, type FigureSpec } from '../assignment-policy/assignment-spec.js';
import { membershipIn, type RepState } from '../rep-state.js';
import { type AssignmentCase } from './assignment-case.js';
import { type AskedFor, type Candidate, exclusionOf } from './candidates.js';
import { type DispatchState } from './dispatch-state.js';
import { type Contender, type RepStrategy } from './strategies.js';

/** What one decision works with: made once, passed along. */
export interface Question {
  readonly spec: AssignmentSpec;
  readonly state: DispatchState;
  readonly assignment: AssignmentCase;
  readonly account: string;
  /** The facts of the case, as conditions see them. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Whether the team is at work. */
  readonly open: boolean;
}

export interface Asked {
  readonly candidates: readonly Candidate[];
  /** Those who were not excluded, and where each stands in `candidates`. */
  readonly contenders: readonly (Contender & { readonly index: number })[];
}

/** Outside the team's hours `assign-now` asks everybody; else working time counts. */
export const countsWorkingTime = ({ spec }: Question): boolean => spec.outsideHours !== 'assign-now';

/** Everybody whom an entry is about, each with the reason why not, if there is one. */
export function askAmong(question: Question, among: Among, strategy: RepStrategy): Asked {
  const { spec, state, assignment } = question;
  const team = among.team ?? spec.team;
  const reps = among.reps ?? state.membersOf(team, assignment.at);
  const asked: AskedFor = { team, capacity: true, workingTime: countsWorkingTime(question) };
  const candidates: Candidate[] = [];
  const contenders: (Contender & { index: number })[] = [];
  for (const rep of reps) {
    const person = state.rep(rep);
    const excluded =
      exclusionOf(rep, spec, state, asked, assignment) ??
      (person && among.where && among.where.evaluate(rowOf(question, person, team)) !== true
        ? { code: 'does-not-match', numbers: { where: among.where.source } }
        : null) ??
      (person && strategy.kind === 'territory' ? elsewhere(person, strategy.attribute, question) : null);
    if (!excluded) contenders.push({ rep, person: person!, index: candidates.length });
    candidates.push({ rep, excluded, compared: null });
  }
  return { candidates, contenders };
}

function elsewhere(person: RepState, attribute: string, { spec, facts, assignment }: Question): Candidate['excluded'] {
  const vocabulary = spec.codes.vocabularyOf(['attributes', attribute]);
  const has = person.attributes[attribute] ?? null;
  const wanted = readAsCode(vocabulary, facts[attribute] ?? assignment.attributes[attribute] ?? null);
  const own = String(has ?? '')
    .split(',')
    .map((each) => String(readAsCode(vocabulary, each.trim())));
  return wanted !== null && own.includes(String(wanted))
    ? null
    : { code: 'other-territory', numbers: { has: has === null ? null : String(has), wanted: wanted === null ? null : String(wanted) } };
}

/** The row on which conditions on a rep are evaluated. */
export function rowOf(question: Question, person: RepState, team: string): Readonly<Record<string, unknown>> {
  const { spec, state, assignment, facts } = question;
  const figures: Record<string, number | null> = {};
  for (const figure of spec.figures) figures[figure.name] = figureOf(figure, person, question);
  const role = membershipIn(person, team, assignment.at)?.role ?? null;
  return repRow(facts, { id: person.id, role, attributes: person.attributes, openLoad: state.load(person.id).open }, figures);
}

function figureOf(figure: FigureSpec, { id }: RepState, { spec, state, assignment }: Question): number | null {
  const { having } = figure;
  const wanted = having ? (having.value ?? assignment.attributes[having.attribute] ?? null) : null;
  if (having && wanted === null) return null;
  const vocabulary = having ? spec.codes.vocabularyOf(['attributes', having.attribute]) : undefined;
  const code = vocabulary ? codeOf(vocabulary, wanted) : null;
  const asked = vocabulary && code !== null ? (value: unknown) => codeOf(vocabulary, value) === code : wanted;
  const { won, lost } = state.closings(id, figure, asked, assignment.at);
  switch (figure.of) {
    case 'won':
      return won;
    case 'lost':
      return lost;
    case 'win-rate':
      return won + lost === 0 || won + lost < figure.minimum ? null : won / (won + lost);
  }
}
