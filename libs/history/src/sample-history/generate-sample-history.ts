import { type Life } from './life.js';
import { ordinaryLife } from './ordinary-life.js';
import { prospect, type Prospect } from './prospects.js';
import { randomFrom } from './random.js';
import { type SampleRow } from './sample-row.js';
import { easterMonday } from './stories/easter-monday.story.js';
import { lateCall } from './stories/late-call.story.js';
import { lateCorrection } from './stories/late-correction.story.js';
import { samePhone } from './stories/same-phone.story.js';
import { threeChannels } from './stories/three-channels.story.js';
import { addDays, berlin, FIRST_DAY, iso } from './time.js';

const SEED = 20_260_223;
const WEEKS = 12;

/** Leads with a story of their own, by name, for those who want to show them. */
export const SAMPLE_STORIES = {
  twoClocks: 'S-0001',
  threeChannels: 'S-0002',
  easterMonday: 'S-0003',
  lateCall: 'S-0004',
  samePhone: ['S-0005', 'S-0006'],
} as const;

/** Twelve weeks of a growing sales team, the same for ever. Rows are in the order in which the CRM recorded them. */
export function generateSampleHistory(): readonly SampleRow[] {
  const lives = [
    lateCorrection(SAMPLE_STORIES.twoClocks, 1),
    threeChannels(SAMPLE_STORIES.threeChannels, 2),
    easterMonday(SAMPLE_STORIES.easterMonday, 3),
    lateCall(SAMPLE_STORIES.lateCall, 4),
    ...samePhone(...SAMPLE_STORIES.samePhone, 5),
    ...ordinaryLives(),
  ];
  return lives.flatMap(rowsOf).sort((a, b) => (a.recorded < b.recorded ? -1 : a.recorded > b.recorded ? 1 : 0));
}

/** From eighteen inquiries a week to over forty; one in twelve comes from somebody who has been a lead before. */
function ordinaryLives(): readonly Life[] {
  const random = randomFrom(SEED);
  const known: Prospect[] = [];
  const lives: Life[] = [];
  for (let week = 0; week < WEEKS; week++) {
    for (let count = 18 + week * 2 + random.between(0, 4); count > 0; count--) {
      const day = addDays(
        FIRST_DAY,
        week * 7 +
          random.weighted([
            [0, 6],
            [1, 6],
            [2, 6],
            [3, 6],
            [4, 5],
            [5, 2],
            [6, 2],
          ]),
      );
      const at =
        berlin(day, `${String(random.between(7, 22)).padStart(2, '0')}:${String(random.between(0, 59)).padStart(2, '0')}`) +
        random.between(0, 59) * 1_000;
      const number = lives.length + 11;
      const who = week > 3 && random.chance(0.08) ? random.pick(known) : prospect(number, random);
      known.push(who);
      lives.push(ordinaryLife(`S-${String(number).padStart(4, '0')}`, number, who, at, random));
    }
  }
  return lives;
}

function rowsOf(life: Life): SampleRow[] {
  return life.rows.map(({ at, recorded, ...rest }, index) => ({
    id: `${life.lead}/${index + 1}`,
    lead: life.lead,
    at: iso(at),
    recorded: iso(Math.max(at, recorded ?? at)),
    ...rest,
  }));
}
