import { assertNever } from '#libs/platform';
import { type Bypass } from '../assignment-policy/assignment-spec.js';
import { countsWorkingTime, type Question } from './ask-candidates.js';
import { valueOf } from './by-entry.js';
import { exclusionOf } from './candidates.js';
import { nothingYet, type Outcome } from './outcome.js';

interface Applies {
  readonly bypass: Bypass;
  readonly rep: string;
}

/** The first bypass that applies and has somebody to go to; null: none. */
export function matchingBypass(question: Question): Applies | null {
  const { spec, facts, assignment } = question;
  for (const bypass of spec.bypasses) {
    if (bypass.kind === 'repeat' && !assignment.person.repeat) continue;
    if (bypass.when !== null && bypass.when.evaluate(facts) !== true) continue;
    const rep = targetOf(bypass, question);
    if (rep !== null && question.state.rep(rep)?.status === 'active') return { bypass, rep };
  }
  return null;
}

function targetOf({ to }: Bypass, { assignment: { person } }: Question): string | null {
  switch (to.kind) {
    case 'previous-owner':
      return person.previousOwner;
    case 'related-owner':
      return person.relatedOwner;
    case 'rep':
      return to.rep;
    default:
      return assertNever(to);
  }
}

/** Gives the lead to the one whom the bypass names, at capacity too where it says so. `chosen` is null where that one is away. */
export function byBypass(question: Question, { bypass, rep }: Applies): Outcome {
  const { spec, state, assignment, facts } = question;
  const asked = { team: null, capacity: !bypass.evenAtCapacity, workingTime: countsWorkingTime(question) };
  const excluded = exclusionOf(rep, spec, state, asked, assignment);
  const rule = { kind: 'bypass' as const, name: bypass.name, strategy: null };
  const load = state.load(rep).open;
  const outcome = nothingYet(rule, { candidates: [{ rep, excluded, compared: excluded ? null : { openLeads: load } }] });
  return excluded
    ? outcome
    : {
        ...outcome,
        chosen: { kind: 'person', id: rep },
        fairness: bypass.countsInFairness ? { rep, turns: 1, weight: 1, value: valueOf(spec, facts) } : null,
      };
}
