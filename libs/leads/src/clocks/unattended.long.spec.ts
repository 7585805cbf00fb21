import { liveUnattended } from '#libs/testing';

describe('an organisation that nobody attends to', () => {
  it('R4.12 thirty days: no lead is lost or has two holders, and what is overdue is told to somebody by name', async () => {
    expect(await liveUnattended(30)).toMatchObject({ leads: 120, astray: [], untold: 0 });
  }, 1_800_000);
});
