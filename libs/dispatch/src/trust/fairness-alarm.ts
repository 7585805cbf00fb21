import { localDate } from '#libs/calendar';
import { policyInForce, readPolicies } from '#libs/governance';
import { compileAssignment } from '../assignment-policy/compile-assignment.js';
import { fairnessAccount, windowBefore } from './fairness-account.js';
import { type FairnessReport } from './fairness-report.js';
import { mondayOf } from './override-report.js';
import { type AlarmContext } from './override-alarm.js';

/**
 * Looks at the account of every policy in force over its own window, and tells its owner of each rep who stands further from the mean than the
 * policy accepts: once a rep and week, however often it looks. Answers with what it told.
 */
export async function fairnessAlarm({ pool, alerts, clock, timeZone }: AlarmContext): Promise<{ readonly told: readonly string[] }> {
  const now = clock.now().getTime();
  const week = mondayOf(localDate(new Date(now).toISOString(), timeZone));
  const told: string[] = [];
  for (const policy of await readPolicies(pool)) {
    const { active } = policyInForce(policy, now);
    const spec = policy.kind === 'assignment' && active ? compileAssignment(active.document) : null;
    if (!active || !spec) continue;
    const { windowDays, ...terms } = spec.fairness;
    const report = await fairnessAccount(pool, policy.name, windowBefore(now + 1, windowDays), terms);
    for (const rep of report.breaches) {
      const text = inWords(report, rep, windowDays);
      await alerts.raiseAlert({
        key: `unfair ${policy.name} ${rep} ${week}`,
        kind: 'fairness-breach',
        to: { person: active.owner },
        subject: `${policy.name} is unfair to its reps: see ${rep}`,
        text: `${text} See all of them with: leadledger policy fairness ${policy.name}`,
      });
      told.push(text);
    }
  }
  return { told };
}

function inWords({ measure, tolerance, mean, lines }: FairnessReport, rep: string, windowDays: number): string {
  const { amount, deviation } = lines.find((line) => line.rep === rep)!;
  const side = deviation > 0 ? 'above' : 'below';
  const [has, off, middle] = [amount, Math.abs(deviation), mean].map((value) => Math.round(value * 100) / 100);
  return `In ${windowDays} days ${rep} got ${has} by ${measure}, ${off} ${side} the mean of ${middle}; the policy accepts ${tolerance}.`;
}
