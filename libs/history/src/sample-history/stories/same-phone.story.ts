import { Life } from '../life.js';
import { MANAGER } from '../sales-team.js';
import { berlin } from '../time.js';

/** One phone, three inquiries in 39 days, the first lead lost in between: 3 inquiries, 2 leads, 1 person. */
export function samePhone(first: string, second: string, number: number): readonly Life[] {
  const person = { name: 'Bruno Falk', phone: '+49 30 23125903', product: 'support', employees: 14 };
  const ask = (life: Life, day: string, source: string, channel: string) =>
    life.add({ activity: 'inquiry', at: berlin(day, '11:00'), actor: source, source, channel, medium: 'form', ...person });
  const early = new Life(first, number);
  ask(early, '2026-04-02', 'website', 'direct');
  early.give('claimed', 'di', berlin('2026-04-02', '12:00'), 'di');
  early.contact('call', berlin('2026-04-02', '14:00'), 'reached');
  ask(early, '2026-04-12', 'google-ads', 'search');
  early.add({ activity: 'lost', at: berlin('2026-04-22', '10:00'), actor: 'di', reason: 'no budget' });
  const late = new Life(second, number + 1);
  ask(late, '2026-05-11', 'website', 'direct');
  late.give('assigned', 'ana', berlin('2026-05-11', '12:30'), MANAGER);
  return [early, late];
}
