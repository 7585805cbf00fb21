import { nextOpening, type WorkingCalendar } from '#libs/calendar';
import { type AssignmentDecision } from '#libs/contracts';
import { valuesRead } from '#libs/governance';
import { caseRow } from '../assignment-policy/assignment-facts.js';
import { type AssignmentSpec } from '../assignment-policy/assignment-spec.js';
import { teamCalendarAt } from '../group.evolve.js';
import { type AssignmentCase } from './assignment-case.js';
import { type Question } from './ask-candidates.js';
import { byBypass, matchingBypass } from './by-bypass.js';
import { byEntry, matchingEntry } from './by-entry.js';
import { byFallback } from './by-fallback.js';
import { accountOf, type DispatchState } from './dispatch-state.js';
import { timeFacts } from './local-clock.js';
import { iso, nothingYet, type Outcome } from './outcome.js';

/** Whether the policy takes the lead at all: it lies in one of its pools, and its `takes` holds. */
export const takes = (spec: AssignmentSpec, state: DispatchState, assignment: AssignmentCase): boolean =>
  assignment.holder.kind === 'pool' &&
  spec.pools.includes(assignment.holder.id) &&
  (spec.takes === null || spec.takes.evaluate(questionOf(spec, state, assignment).facts) === true);

/**
 * Decides about one lead. Pure: the same policy version, state and case give the same record, whoever asks and whenever.
 *
 * 1. Bypasses, in order: who is not asked in turn.
 * 2. Outside the team's hours under `hold-until-open` the lead waits for the next opening.
 * 3. Entries, in order: the first that matches asks its people and compares those who can.
 * 4. Where nobody can, the fallback chain, which always ends with somebody.
 */
export function decideAssignment(
  spec: AssignmentSpec,
  version: number,
  state: DispatchState,
  assignment: AssignmentCase,
): AssignmentDecision {
  const question = questionOf(spec, state, assignment);
  const { decisionId, leadId, inquiryId, mode, leadRevision, at } = assignment;
  const read = valuesRead(spec.codes, assignment);
  return {
    decisionId,
    leadId,
    inquiryId,
    mode,
    policy: { name: spec.name, version },
    team: spec.team,
    decidedAt: { position: state.position, at: iso(at) },
    leadRevision,
    ...(read.length > 0 && { read }),
    ...outcomeOf(question),
  };
}

function outcomeOf(question: Question): Outcome {
  const bypass = matchingBypass(question);
  if (bypass) {
    const outcome = byBypass(question, bypass);
    if (outcome.chosen) return outcome;
    return held(question, outcome) ?? byFallback(question, outcome);
  }
  const entry = matchingEntry(question);
  if (!entry) return byFallback(question, nothingYet({ kind: 'fallback', name: null, strategy: null }, { candidates: [] }));
  const rule = { kind: 'entry' as const, name: entry.name, strategy: entry.strategy.kind };
  const waiting = entry.strategy.kind === 'queue' ? null : held(question, nothingYet(rule, { candidates: [] }));
  if (waiting) return waiting;
  const outcome = byEntry(question, entry);
  return outcome.chosen ? outcome : byFallback(question, outcome);
}

/** Waits for the team's next opening; null where the policy does not wait, the team is at work, or no opening is known. */
function held({ spec, state, open, assignment }: Question, outcome: Outcome): Outcome | null {
  if (open || spec.outsideHours !== 'hold-until-open') return null;
  const calendar = calendarOfTeam(spec, state, assignment.at);
  const opens = calendar && nextOpening(calendar, assignment.at);
  return opens === null ? null : { ...outcome, heldUntil: iso(opens) };
}

function questionOf(spec: AssignmentSpec, state: DispatchState, assignment: AssignmentCase): Question {
  const { at, mode, source, channel, medium, campaign, attributes, inquiries, person } = assignment;
  const time = timeFacts(at, calendarOfTeam(spec, state, at));
  const facts = caseRow({ source, channel, medium, campaign, attributes, inquiries, repeat: person.repeat, time });
  return { spec, state, assignment, account: accountOf(spec.name, mode), facts, open: time.open };
}

function calendarOfTeam(spec: AssignmentSpec, state: DispatchState, at: number): WorkingCalendar | null {
  const team = state.team(spec.team);
  const id = team && teamCalendarAt(team, at);
  return id === null ? null : state.calendar(id);
}
