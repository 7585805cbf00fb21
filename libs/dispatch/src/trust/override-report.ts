import { localDate } from '#libs/calendar';
import { type MadeDecision, ruleOf } from './made-decision.js';

/** How often people undid what was decided. `share` is null where nothing was decided. */
interface OverrideRate {
  readonly decisions: number;
  readonly overridden: number;
  readonly share: number | null;
}

interface OverrideLine extends OverrideRate {
  readonly name: string;
}

interface Recommendation {
  readonly policy: string;
  /** Null: the policy as a whole. */
  readonly rule: string | null;
  readonly text: string;
}

export interface OverrideReport extends OverrideRate {
  /** From so many decisions and such a share on, switching off is recommended. */
  readonly threshold: { readonly decisions: number; readonly share: number };
  readonly byPolicy: readonly OverrideLine[];
  /** `inbound: entry partners`. */
  readonly byRule: readonly OverrideLine[];
  /** By the rep whom the decision chose. */
  readonly byRep: readonly OverrideLine[];
  /** By the Monday on which the week begins, in the zone. */
  readonly byWeek: readonly OverrideLine[];
  readonly recommendations: readonly Recommendation[];
}

/** What nobody uses: at least so many decisions, and so many of them undone. */
const ALARM = { decisions: 10, share: 0.5 } as const;

/** The override rate of decisions that were carried out, and which rules had better be switched off. Pure. */
export function overrideReport(
  made: readonly MadeDecision[],
  { zone, threshold = ALARM }: { readonly zone: string; readonly threshold?: OverrideReport['threshold'] },
): OverrideReport {
  const live = made.filter(({ mode }) => mode === 'live');
  const byRule = grouped(live, (each) => `${each.policy}: ${ruleOf(each)}`);
  const byPolicy = grouped(live, ({ policy }) => policy);
  const isTooMuch = ({ decisions, share }: OverrideRate): boolean =>
    decisions >= threshold.decisions && share !== null && share >= threshold.share;
  const rules = byRule.filter(isTooMuch).map((line) => {
    const [policy = '', rule = ''] = line.name.split(': ');
    return { policy, rule, text: `${line.name}: ${line.overridden} of ${line.decisions} decisions undone; turn it off?` };
  });
  const policies = byPolicy.filter(isTooMuch).map((line) => ({
    policy: line.name,
    rule: null,
    text: `${line.name}: ${line.overridden} of ${line.decisions} decisions undone; turn the policy off?`,
  }));
  return {
    ...rateOf(live),
    threshold,
    byPolicy,
    byRule,
    byRep: grouped(
      live.filter(({ chosenKind }) => chosenKind === 'person'),
      ({ chosen }) => chosen ?? '',
    ),
    byWeek: grouped(live, ({ at }) => mondayOf(localDate(at, zone))),
    recommendations: [...policies, ...rules],
  };
}

function grouped(made: readonly MadeDecision[], nameOf: (decision: MadeDecision) => string): readonly OverrideLine[] {
  const groups = new Map<string, MadeDecision[]>();
  for (const decision of made) {
    const name = nameOf(decision);
    const group = groups.get(name);
    if (group) group.push(decision);
    else groups.set(name, [decision]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => ({ name, ...rateOf(group) }));
}

function rateOf(made: readonly MadeDecision[]): OverrideRate {
  const overridden = made.filter((decision) => decision.overridden).length;
  return { decisions: made.length, overridden, share: made.length === 0 ? null : overridden / made.length };
}

/** The Monday of the week of a date. */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
