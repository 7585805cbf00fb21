import { type PolicyAnswer } from '#libs/governance';
import { type AssignmentSpec, type FallbackStep } from './assignment-spec.js';

/** The five questions in the words of the policy: what is stored with its activation. */
export function answersOf({ unavailable, outsideHours, otherChannels, bypasses, fairness, fallback }: AssignmentSpec): PolicyAnswer[] {
  const { sources, graceMinutes, returns } = unavailable;
  const chain = [
    ...unavailable.fallback.map(stepInWords),
    `in the end ${'id' in fallback.to ? `${fallback.to.kind} ${fallback.to.id}` : 'nobody'}`,
  ];
  const passes = bypasses.map(
    ({ name, kind, countsInFairness, evenAtCapacity }) =>
      `${name} (${kind}${evenAtCapacity ? ', even at capacity' : ''}, ${countsInFairness ? 'counted' : 'not counted'} in fairness)`,
  );
  return [
    {
      question: 'R2.1',
      answer:
        `Unavailable by ${sources.join(', ') || 'nothing but deactivation'} beyond ${graceMinutes} minutes; then ${chain.join(', ')}, with an alert to the ` +
        `${fallback.alert}; the lead ${returns ? 'returns' : 'does not return'} to the first choice`,
    },
    { question: 'R2.2', answer: `Outside working time: ${outsideHours}` },
    {
      question: 'R2.3',
      answer: `Another channel joins the lead and stays with the ${otherChannels.whileAbsent === 'cover' ? 'owner, or the cover while absent' : 'owner'}; ${otherChannels.notify ? 'who is told' : 'nobody is told'}`,
    },
    { question: 'R2.4', answer: passes.length > 0 ? passes.join('; ') : 'Nobody goes past the distribution' },
    {
      question: 'R2.5',
      answer:
        `${fairness.measure} over ${fairness.windowDays} days, a breach from ${fairness.tolerance} from the mean on; invalid leads are ` +
        `${fairness.creditInvalid ? '' : 'not '}credited back`,
    },
  ];
}

const stepInWords = (step: FallbackStep): string => {
  switch (step.kind) {
    case 'manager':
      return 'the manager';
    case 'rep':
      return `rep ${step.rep}`;
    case 'team':
      return `team ${step.team}`;
    case 'pool':
      return `pool ${step.pool}`;
  }
};
