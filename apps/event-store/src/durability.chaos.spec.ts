import { surviveKills } from './spec/survive-kills.js';

describe('the embedded event store under kill -9', () => {
  it('keeps every acknowledged append once, in order, over ten kills of the server and ten of PostgreSQL', async () => {
    await surviveKills(10);
  }, 900_000);
});
