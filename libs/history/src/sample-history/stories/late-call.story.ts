import { Life } from '../life.js';
import { MANAGER } from '../sales-team.js';
import { berlin } from '../time.js';

/** Ed calls from the road on Friday, 17 April, and enters it on Monday: the follow-up rate of week eight moves in week nine. */
export function lateCall(lead: string, number: number): Life {
  const life = new Life(lead, number);
  life.add({
    activity: 'inquiry',
    at: berlin('2026-04-15', '13:40'),
    actor: 'partner-kappa',
    source: 'partner-kappa',
    channel: 'referral',
    medium: 'mail',
    name: 'Karim Said',
    email: 'karim.said@example.com',
    product: 'servers',
    employees: 210,
  });
  life.give('assigned', 'ed', berlin('2026-04-15', '15:00'), MANAGER);
  life.contact('call', berlin('2026-04-17', '14:20'), 'reached', berlin('2026-04-20', '09:05'));
  life.add({ activity: 'stage', at: berlin('2026-04-20', '09:10'), actor: 'ed', stage: 'qualified' });
  life.add({
    activity: 'planned',
    at: berlin('2026-04-20', '09:12'),
    actor: 'ed',
    next: 'visit',
    due: new Date(berlin('2026-05-15', '10:00')).toISOString(),
  });
  return life;
}
