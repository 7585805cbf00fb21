import { liveUnattended } from '#libs/testing';

describe('an organisation that nobody attends to', () => {
  it('R4.12 a week: no lead is lost or has two holders, what is overdue is told to somebody by name, and the same week gives the same log', async () => {
    const week = await liveUnattended(7);
    expect(week).toMatchObject({ leads: 28, astray: [], untold: 0 });
    expect(week.recycled).toBeGreaterThan(0);
    expect(week.breached).toBeGreaterThan(0);
    expect(week.told).toEqual(expect.arrayContaining(['Mia', 'Kim']));
    expect((await liveUnattended(7)).log).toEqual(week.log);
  });
});
