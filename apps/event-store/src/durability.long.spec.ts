import { surviveKills } from './spec/survive-kills.js';

describe('the embedded event store under kill -9, for long', () => {
  it('keeps every acknowledged append once, in order, over 200 kills of the server and 200 of PostgreSQL', async () => {
    await surviveKills(200);
  }, 14_400_000);
});
