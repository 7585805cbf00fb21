import { type AssignmentDecision, type Holder } from '#libs/contracts';
import { assertNever } from '#libs/platform';
import { type FallbackStep } from '../assignment-policy/assignment-spec.js';
import { managerAt } from '../group.evolve.js';
import { askAmong, type Question } from './ask-candidates.js';
import { chosenAmong } from './by-entry.js';
import { backAt, exclusionOf } from './candidates.js';
import { iso, type Outcome } from './outcome.js';

type Taken = AssignmentDecision['fallbacks'][number];

/** Reasons that end by themselves: for the rest there is nobody to give the lead back to. */
const AWAY = new Set(['absent', 'outside-working-time']);

/**
 * Goes down the chain until somebody takes the lead. Its end, the policy's named fallback, always does, and somebody is told wherever the rules
 * found nobody of their own: a lead is never left in silence.
 */
export function byFallback(question: Question, failed: Outcome): Outcome {
  const { spec } = question;
  const returns = spec.unavailable.returns ? returnOf(question, failed) : null;
  const fallbacks: Taken[] = [];
  for (const step of spec.unavailable.fallback) {
    const taken = take(question, step);
    fallbacks.push(taken.step);
    if (taken.step.to === null) continue;
    return {
      ...failed,
      ...taken.outcome,
      candidates: [
        ...failed.candidates,
        ...(taken.outcome?.candidates ?? []).filter(({ rep }) => failed.candidates.every((known) => known.rep !== rep)),
      ],
      rule: failed.rule,
      chosen: taken.step.to,
      fallbacks,
      returns,
      alert: failed.rule.kind === 'bypass' ? null : nobodyOf(failed),
    };
  }
  const to = canTake(question, spec.fallback.to) ? spec.fallback.to : question.assignment.holder;
  fallbacks.push({ step: 'default', to, failed: null });
  const where =
    to === spec.fallback.to ? 'The fallback of the policy has the lead.' : 'Its fallback cannot take it: the lead stays where it is.';
  return { ...failed, chosen: to, fallbacks, returns, alert: `${nobodyOf(failed)} ${where}` };
}

function take(question: Question, step: FallbackStep): { readonly step: Taken; readonly outcome?: Outcome } {
  const { spec, state, assignment } = question;
  switch (step.kind) {
    case 'manager': {
      const team = state.team(spec.team);
      const manager = team && managerAt(team, assignment.at);
      return { step: manager === null ? { step: 'manager', to: null, failed: 'no-manager' } : person(question, 'manager', manager) };
    }
    case 'rep':
      return { step: person(question, 'rep', step.rep) };
    case 'team': {
      const among = { team: step.team, reps: null, where: null };
      const strategy = { kind: 'round-robin' as const };
      const asked = askAmong(question, among, strategy);
      if (asked.contenders.length === 0) return { step: { step: `team ${step.team}`, to: null, failed: 'nobody-available' } };
      const outcome = chosenAmong(question, asked, { among, strategy }, { kind: 'fallback', name: null, strategy: strategy.kind });
      return { step: { step: `team ${step.team}`, to: outcome.chosen, failed: null }, outcome };
    }
    case 'pool':
      return { step: { step: 'pool', to: { kind: 'pool', id: step.pool }, failed: null } };
    default:
      return assertNever(step);
  }
}

/** Whoever stands in the chain by name is asked whatever the load and the hour, but not when away. */
function person({ spec, state, assignment }: Question, step: string, rep: string): Taken {
  const excluded = exclusionOf(rep, spec, state, { team: null, capacity: false, workingTime: false }, assignment);
  return excluded ? { step, to: null, failed: excluded.code } : { step, to: { kind: 'person', id: rep }, failed: null };
}

/** Someone who no longer works here cannot, nor someone to whom it could not be given. */
const canTake = ({ state, assignment }: Question, to: Holder): boolean =>
  to.kind !== 'person' || (state.rep(to.id)?.status === 'active' && assignment.refused.every(({ rep }) => rep !== to.id));

/** The one whom the rule meant, and when that one is back; null where it meant several or nobody knows. */
function returnOf({ spec, state, assignment }: Question, { candidates }: Outcome): Outcome['returns'] {
  const [only, ...others] = candidates;
  if (!only || others.length > 0 || !only.excluded || !AWAY.has(only.excluded.code)) return null;
  const at = backAt(only.rep, spec, state, assignment.at);
  return at === null ? null : { rep: only.rep, at: iso(at) };
}

function nobodyOf({ rule, candidates }: Outcome): string {
  if (rule.kind === 'fallback') return 'No entry of the policy matched.';
  const reasons = new Map<string, number>();
  for (const { excluded } of candidates) if (excluded) reasons.set(excluded.code, (reasons.get(excluded.code) ?? 0) + 1);
  const said = [...reasons].map(([code, count]) => `${count} ${code}`).join(', ');
  return `${rule.kind === 'bypass' ? 'Bypass' : 'Entry'} ${rule.name} found nobody${said ? `: ${said}` : ', it is about nobody'}.`;
}
