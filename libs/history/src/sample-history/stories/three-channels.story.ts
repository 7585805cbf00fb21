import { Life } from '../life.js';
import { berlin } from '../time.js';

/** Nora fills in the form, writes on Telegram, then calls: one lead, three inquiries, three channels. */
export function threeChannels(lead: string, number: number): Life {
  const life = new Life(lead, number);
  const nora = { name: 'Nora Lind', phone: '+49 30 23125900' };
  const email = 'nora.lind@example.com';
  const ask = (day: string, time: string, source: string, channel: string, medium: string, contact: object) =>
    life.add({
      activity: 'inquiry',
      at: berlin(day, time),
      actor: source,
      source,
      channel,
      medium,
      ...nora,
      ...contact,
      product: 'servers',
      employees: 60,
    });
  ask('2026-03-17', '21:10', 'website', 'direct', 'form', { email });
  life.give('assigned', 'ana', berlin('2026-03-18', '09:20'), 'mia');
  life.contact('mail', berlin('2026-03-18', '10:05'), 'sent');
  ask('2026-03-19', '20:40', 'telegram-bot', 'social', 'message', { handle: 'telegram:@noralind' });
  ask('2026-03-23', '09:15', 'hotline', 'phone', 'call', {});
  life.contact('call', berlin('2026-03-23', '11:00'), 'reached');
  life.add({ activity: 'stage', at: berlin('2026-03-23', '11:20'), actor: 'ana', stage: 'qualified' });
  life.add({ activity: 'stage', at: berlin('2026-04-09', '15:00'), actor: 'ana', stage: 'proposal' });
  life.contact('meeting', berlin('2026-04-09', '14:00'), 'reached', berlin('2026-04-09', '14:59'));
  life.add({ activity: 'won', at: berlin('2026-04-21', '16:30'), actor: 'ana', value: '18400.00', currency: 'EUR' });
  return life;
}
