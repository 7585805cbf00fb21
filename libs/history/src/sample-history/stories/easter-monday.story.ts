import { Life } from '../life.js';
import { berlin } from '../time.js';

/** Written on Easter Monday at half past nine, when nobody is there; answered on Tuesday at opening. */
export function easterMonday(lead: string, number: number): Life {
  const life = new Life(lead, number);
  const at = berlin('2026-04-06', '09:30');
  life.add({
    activity: 'inquiry',
    at,
    actor: 'google-ads',
    source: 'google-ads',
    channel: 'search',
    medium: 'form',
    name: 'Ruth Osterloh',
    phone: '+49 30 23125902',
    email: 'ruth.osterloh@example.com',
    product: 'support',
    employees: 8,
  });
  life.add({ activity: 'auto reply', at: at + 2_000, actor: 'auto-responder', direction: 'outbound', outcome: 'sent' });
  life.give('claimed', 'di', berlin('2026-04-07', '09:02'), 'di');
  life.contact('call', berlin('2026-04-07', '09:10'), 'reached');
  life.add({
    activity: 'planned',
    at: berlin('2026-04-07', '09:30'),
    actor: 'di',
    next: 'send offer',
    due: new Date(berlin('2026-05-18', '10:00')).toISOString(),
  });
  return life;
}
