import { Life } from './life.js';
import { ORIGINS, type Prospect, PRODUCTS } from './prospects.js';
import { type Random } from './random.js';
import { isOnHoliday, MANAGER, repsAt, RESPONDER, RULE, teamOf } from './sales-team.js';
import { DAY, END, HOUR, inWorkingHours, iso, weekOf } from './time.js';

const MINUTE = 60_000;
/** An owner who does nothing for so long loses the lead to the pool. */
const PATIENCE = 10 * DAY;

/** A lead as most are: it comes in, somebody gets it, is called or forgotten, and ends or stays open. */
export function ordinaryLife(lead: string, number: number, who: Prospect, at: number, random: Random): Life {
  const life = new Life(lead, number);
  const origin = random.weighted(ORIGINS);
  inquire(life, who, at, random, origin);
  if (random.chance(origin.spam)) return spam(life, at, random);
  const owned = distribute(life, at, random);
  if (owned === null) return life;
  work(life, owned, random);
  life.departIfDue(END);
  if (!life.closed && random.chance(0.1)) inquire(life, who, at + random.between(2, 50) * DAY, random, random.weighted(ORIGINS));
  return life;
}

function inquire(life: Life, who: Prospect, at: number, random: Random, origin: (typeof ORIGINS)[number][0]): void {
  const { source, channel, medium } = origin;
  const byPhone = medium === 'call';
  life.add({
    activity: 'inquiry',
    at,
    actor: source,
    source,
    channel,
    medium,
    name: who.name,
    ...((byPhone || random.chance(0.6)) && { phone: who.phone }),
    ...(!byPhone && { email: who.email }),
    product: random.pick(PRODUCTS),
    employees: random.weighted([
      [random.between(1, 10), 5],
      [random.between(11, 60), 4],
      [random.between(61, 900), 2],
    ]),
    message: `Please tell me more about ${random.pick(PRODUCTS)}.`,
  });
  if (medium === 'form') life.add({ activity: 'auto reply', at: at + 2_000, actor: RESPONDER, direction: 'outbound', outcome: 'sent' });
}

function spam(life: Life, at: number, random: Random): Life {
  const seen = inWorkingHours(at + random.between(1, 20) * HOUR, random.between(5, 50) * MINUTE);
  life.add({ activity: 'invalid', at: seen, actor: MANAGER, reason: 'spam' });
  return life;
}

/** By hand in week one; by the rule, and then by hand again, in weeks two to five; by claim or by hand after that. Returns when it was given. */
function distribute(life: Life, at: number, random: Random): number | null {
  const week = weekOf(at);
  if (week >= 2 && week <= 5) {
    const reps = repsAt(at);
    const chosen = reps[life.number % reps.length]!;
    life.give('assigned', chosen, at + 3_000, RULE, 'turn');
    const away = isOnHoliday(chosen, at);
    if (!away && random.chance(0.12)) return at + 3_000;
    const corrected = inWorkingHours(at + random.between(20, 200) * MINUTE, random.between(5, 90) * MINUTE);
    const others = repsAt(corrected).filter((rep) => rep !== chosen && !isOnHoliday(rep, corrected));
    life.give(
      'transferred',
      random.pick(others),
      corrected,
      MANAGER,
      away ? 'Bo is on holiday' : 'the rule does not know who knows the product',
    );
    return corrected;
  }
  const given = inWorkingHours(at + random.between(10, 300) * MINUTE, random.between(5, 120) * MINUTE);
  if (random.chance(0.04)) return null;
  const rep = random.pick(repsAt(given).filter((each) => !isOnHoliday(each, given)));
  if (week > 5 && random.chance(0.7)) life.give('claimed', rep, given, rep);
  else life.give('assigned', rep, given, MANAGER);
  return given;
}

function work(life: Life, owned: number, random: Random): void {
  if (random.chance(0.1)) return forgotten(life, owned, random);
  let at = inWorkingHours(owned + random.between(10, 1_800) * MINUTE, random.between(5, 100) * MINUTE);
  let stage = 0;
  for (let turn = 0; turn < 9; turn++) {
    const reached = random.chance(0.55);
    const actor = life.contact(
      random.weighted([
        ['call', 5],
        ['mail', 3],
        ['meeting', stage],
      ]),
      at,
      reached ? 'reached' : 'no answer',
      at + random.between(2, 40) * MINUTE,
    );
    if (actor === null || at >= END) return;
    if (reached && stage < 2 && random.chance(0.6)) {
      stage += 1;
      life.add({ activity: 'stage', at: at + 41 * MINUTE, actor, stage: stage === 1 ? 'qualified' : 'proposal' });
    }
    if (turn > 0 && random.chance(stage === 2 ? 0.3 : 0.06))
      return end(life, at + 45 * MINUTE, actor, stage === 2 && random.chance(0.55), random);
    if (turn > 1 && random.chance(0.04)) return giveUp(life, at + 45 * MINUTE, actor);
    const pause = random.between(1, 9) * DAY;
    const due = inWorkingHours(at + pause);
    if (random.chance(0.6))
      life.add({ activity: 'planned', at: at + 42 * MINUTE, actor, next: random.pick(['call', 'send offer', 'visit']), due: iso(due) });
    at = inWorkingHours(at + pause + random.between(-120, 900) * MINUTE, random.between(5, 100) * MINUTE);
  }
}

/** Nobody turned to it: after ten days it goes back to the pool, and perhaps the next one does better. */
function forgotten(life: Life, owned: number, random: Random): void {
  const out = owned + PATIENCE;
  life.departIfDue(out);
  if (out >= END) return;
  life.giveBack('recycled', out, 'recycling', 'ten days without a follow-up');
  if (!random.chance(0.5)) return;
  const taken = inWorkingHours(out + random.between(1, 40) * HOUR, random.between(5, 100) * MINUTE);
  const rep = random.pick(repsAt(taken).filter((each) => !isOnHoliday(each, taken)));
  life.give('claimed', rep, taken, rep);
  work(life, taken, random);
}

function giveUp(life: Life, at: number, actor: string): void {
  life.giveBack('released', at, actor, 'wrong region');
}

function end(life: Life, at: number, actor: string, won: boolean, random: Random): void {
  const team = teamOf(actor);
  if (won)
    life.add({ activity: 'won', at, actor, value: `${random.between(8, 240) * (team === 'field' ? 150 : 100)}.00`, currency: 'EUR' });
  else life.add({ activity: 'lost', at, actor, reason: random.pick(['price', 'went elsewhere', 'no budget']) });
}
