import { unattended } from '#libs/testing';

/** As `unattended` has it announced: who is away, or gone, from when to when. For Bo nobody covers, so Bo is told all the same. */
const AWAY = [
  { person: 'Bo', from: '2026-03-11T07:00:00.000Z', to: '2026-03-11T11:00:00.000Z' },
  { person: 'Ana', from: '2026-03-11T23:00:00.000Z', to: '2026-03-25T23:00:00.000Z' },
  { person: 'Mia', from: '2026-03-09T23:00:00.000Z', to: '2026-03-13T23:00:00.000Z' },
  { person: 'Dee', from: '2026-03-13T23:00:00.000Z', to: '9999' },
];
const whileAway = (reached: readonly { readonly person: string; readonly at: string }[]) =>
  reached.filter(({ person, at }) => AWAY.some((away) => away.person === person && away.from <= at && at < away.to));

describe('an organisation that nobody attends to', () => {
  it('R4.12 R2.1 R2.2 thirty days with dispatch, service times, recycling, absences and a departure: no lead is lost or has two holders at any instant, everything overdue is told to somebody by name who is there, and the same month gives the same log', async () => {
    const [month, again] = await Promise.all([unattended(30), unattended(30)]);
    expect(month).toMatchObject({ leads: 54, astray: [], forgotten: [], untold: [], stuck: [] });
    expect(whileAway(month.given)).toEqual([]);
    expect(whileAway(month.told).filter(({ person }) => person !== 'Bo')).toEqual([]);
    expect(new Set(month.told.map(({ person }) => person))).toEqual(new Set(['Ana', 'Bo', 'Cy', 'Dee', 'Mia', 'Nia', 'Pia', 'Kim']));
    for (const why of ['Bo absent', 'Ana absent', 'Dee left', 'Cy at-holding-cap']) expect(month.excluded).toContain(why);
    for (const type of ['assignment.held', 'lead.recycled', 'lead.sla-breached', 'lead.next-action-overdue', 'alert.exhausted'])
      expect(month.counts[type]).toBeGreaterThan(0);
    expect(again.log).toEqual(month.log);
  }, 900_000);
});
