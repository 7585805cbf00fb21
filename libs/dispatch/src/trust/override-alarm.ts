import { policyInForce, type RaisesAlerts, readPolicies } from '#libs/governance';
import { type Clock } from '#libs/platform';
import { type Pool } from 'pg';
import { localDate } from '#libs/calendar';
import { madeDecisions } from './made-decision.js';
import { mondayOf, overrideReport } from './override-report.js';

const DAY_MS = 86_400_000;

/** What an alarm looks at and tells by. */
export interface AlarmContext {
  readonly pool: Pool;
  readonly alerts: RaisesAlerts;
  readonly clock: Clock;
  readonly timeZone: string;
}

/**
 * Looks at the last seven days of every policy in force, and tells its owner which rules people undo: once a rule and week, however often it looks.
 * Answers with what it told.
 */
export async function overrideAlarm({ pool, alerts, clock, timeZone }: AlarmContext): Promise<{ readonly told: readonly string[] }> {
  const now = clock.now().getTime();
  const told: string[] = [];
  for (const policy of await readPolicies(pool)) {
    const { active } = policyInForce(policy, now);
    if (policy.kind !== 'assignment' || !active) continue;
    const made = await madeDecisions(pool, { from: now - 7 * DAY_MS, to: now + 1 }, policy.name);
    const week = mondayOf(localDate(new Date(now).toISOString(), timeZone));
    for (const { rule, text } of overrideReport(made, { zone: timeZone }).recommendations) {
      await alerts.raiseAlert({
        key: `overrides ${policy.name} ${rule ?? 'as a whole'} ${week}`,
        kind: 'rule-nobody-uses',
        to: { person: active.owner },
        subject: `${policy.name}: people undo what ${rule ?? 'it'} decides`,
        text: `${text} Switch it off with: leadledger policy pause ${policy.name} --reason "people undo it"`,
      });
      told.push(text);
    }
  }
  return { told };
}
