import { Life } from '../life.js';
import { MANAGER, RULE, teamOf } from '../sales-team.js';
import { berlin } from '../time.js';

/**
 * The case of the two clocks. The rule gives the lead to Ana; Bo takes it over on 4 March because Ana is in training, but that is entered only
 * on 10 March, after Mia has moved it on to Cy on the 9th. So on 5 March it was Bo's; on 6 March the system still believed Ana.
 * Cy forgets it, it is recycled, and Di takes and wins it.
 */
export function lateCorrection(lead: string, number: number): Life {
  const life = new Life(lead, number);
  life.add({
    activity: 'inquiry',
    at: berlin('2026-03-03', '10:00'),
    actor: 'instagram',
    source: 'instagram',
    channel: 'social',
    medium: 'form',
    name: 'Viktor Sand',
    phone: '+49 30 23125901',
    email: 'viktor.sand@example.com',
    product: 'storage',
    employees: 120,
  });
  life.give('assigned', 'ana', berlin('2026-03-03', '10:01'), RULE, 'turn');
  life.add({
    activity: 'call',
    at: berlin('2026-03-05', '15:00'),
    recorded: berlin('2026-03-05', '15:05'),
    actor: 'bo',
    direction: 'outbound',
    outcome: 'reached',
  });
  life.give('transferred', 'cy', berlin('2026-03-09', '10:00'), MANAGER, 'Ana is in training');
  life.add({
    activity: 'owner corrected',
    at: berlin('2026-03-04', '08:00'),
    recorded: berlin('2026-03-10', '16:00'),
    actor: MANAGER,
    owner: 'bo',
    team: teamOf('bo'),
    reason: 'Bo took over for Ana; entered late',
  });
  life.giveBack('recycled', berlin('2026-03-20', '00:05'), 'recycling', 'ten days without a follow-up');
  life.give('claimed', 'di', berlin('2026-03-23', '11:00'), 'di');
  life.contact('call', berlin('2026-03-23', '11:30'), 'reached');
  life.add({ activity: 'stage', at: berlin('2026-03-23', '12:30'), actor: 'di', stage: 'qualified' });
  life.contact('meeting', berlin('2026-04-01', '14:00'), 'reached');
  life.add({ activity: 'stage', at: berlin('2026-04-01', '16:00'), actor: 'di', stage: 'proposal' });
  life.add({ activity: 'won', at: berlin('2026-04-16', '11:00'), actor: 'di', value: '23750.00', currency: 'EUR' });
  return life;
}
