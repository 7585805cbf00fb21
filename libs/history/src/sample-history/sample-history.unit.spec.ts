import { generateSampleHistory, SAMPLE_STORIES } from './generate-sample-history.js';
import { type SampleRow } from './sample-row.js';
import { DEPARTURE, REPS, RULE, SAMPLE_ABSENCES } from './sales-team.js';
import { weekOf } from './time.js';

const rows = generateSampleHistory();
const byLead = groupByLead(rows);
const at = ({ at: when }: SampleRow) => Date.parse(when);

describe('the sample history', () => {
  it('is the same each time', () => {
    expect(generateSampleHistory()).toEqual(rows);
  });

  it('covers twelve weeks, and is recorded in order, nothing before it happened', () => {
    expect(weekOf(at(rows[0]!))).toBe(1);
    expect(weekOf(at(rows.at(-1)!))).toBe(12);
    expect(rows.every(({ at: happened, recorded }) => happened <= recorded)).toBe(true);
    expect(rows.map(({ recorded }) => recorded)).toEqual(rows.map(({ recorded }) => recorded).sort());
  });

  it('gives every row an id of its own', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('begins every lead with an inquiry', () => {
    for (const [first] of byLead.values()) expect(first!.activity).toBe('inquiry');
  });

  it('has a person who writes on three channels', () => {
    const inquiries = byLead.get(SAMPLE_STORIES.threeChannels)!.filter(({ activity }) => activity === 'inquiry');
    expect(new Set(inquiries.map(({ channel }) => channel))).toEqual(new Set(['direct', 'social', 'phone']));
  });

  it('has a correction of ownership entered six days late', () => {
    const correction = byLead.get(SAMPLE_STORIES.twoClocks)!.find(({ activity }) => activity === 'owner corrected')!;
    expect(correction.at < '2026-03-05' && correction.recorded > '2026-03-10').toBe(true);
  });

  it('has a recycled lead that the next owner wins', () => {
    const activities = byLead.get(SAMPLE_STORIES.twoClocks)!.map(({ activity }) => activity);
    expect(activities.slice(activities.indexOf('recycled'))).toEqual(expect.arrayContaining(['claimed', 'won']));
  });

  it('has a call of Friday that is entered on Monday', () => {
    const call = byLead.get(SAMPLE_STORIES.lateCall)!.find(({ activity }) => activity === 'call')!;
    expect([weekOf(at(call)), weekOf(Date.parse(call.recorded))]).toEqual([8, 9]);
  });

  it('has an Easter Monday on which people write and nobody answers', () => {
    const thatDay = rows.filter(({ at: when }) => when.startsWith('2026-04-06'));
    expect(thatDay.some(({ activity }) => activity === 'inquiry')).toBe(true);
    expect(thatDay.some(({ activity }) => activity === 'call' || activity === 'mail')).toBe(false);
  });

  it('has a rule whose decisions are nearly all undone by hand', () => {
    const decided = [...byLead.values()].filter((each) => each.some(({ actor, activity }) => actor === RULE && activity === 'assigned'));
    const undone = decided.filter((each) =>
      each.some(({ activity }, index) => activity === 'transferred' && each[index - 1]?.actor === RULE),
    );
    expect(decided.length).toBeGreaterThan(50);
    expect(undone.length / decided.length).toBeGreaterThan(0.7);
  });

  it('has reps who are away for weeks and for hours while people write, and a cover who acts without becoming the owner', () => {
    for (const { rep, from, to } of SAMPLE_ABSENCES) {
      const meanwhile = rows.filter(({ at: when }) => when >= from && when < to);
      expect(meanwhile.some(({ activity }) => activity === 'inquiry')).toBe(true);
      expect(meanwhile.filter(({ actor, activity }) => actor === rep && activity !== 'inquiry')).toEqual([]);
    }
  });

  it('hands over every open lead of the rep who leaves', () => {
    for (const [lead, each] of byLead) {
      const before = each.filter((row) => at(row) <= DEPARTURE.at);
      const owner = before.findLast(({ activity }) =>
        ['assigned', 'claimed', 'transferred', 'released', 'recycled'].includes(activity),
      )?.owner;
      const closed = before.some(({ activity }) => ['won', 'lost', 'invalid'].includes(activity));
      if (owner !== DEPARTURE.rep || closed) continue;
      const next = each.find((row) => at(row) > DEPARTURE.at && row.owner !== undefined);
      expect([lead, next?.reason]).toEqual([lead, 'Cy leaves the company']);
    }
  });

  it('grows: from three sellers to six, and one without a lead', () => {
    const owners = new Set(rows.map(({ owner }) => owner));
    expect(REPS.filter(({ id }) => !owners.has(id)).map(({ id }) => id)).toEqual(['mia', 'gil']);
  });
});

function groupByLead(all: readonly SampleRow[]): Map<string, SampleRow[]> {
  const groups = new Map<string, SampleRow[]>();
  for (const row of all) groups.set(row.lead, [...(groups.get(row.lead) ?? []), row]);
  return groups;
}
