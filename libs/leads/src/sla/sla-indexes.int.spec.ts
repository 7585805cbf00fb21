import { readSql } from '#libs/platform';
import { prepareReadModels } from '#libs/projections';
import { planOf, testDatabase, type TestDatabase } from '#libs/testing';
import { leadCardProjection, ownershipProjection } from '../index.js';
import { organisationProjection } from '#libs/dispatch';

describe('what is asked of service times', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareReadModels(database.pool, [ownershipProjection, leadCardProjection, organisationProjection]);
  });
  afterAll(() => database.drop());

  it.each([
    ['./sla-events.sql', [1_000]],
    ['./breaches/sla-breaches.sql', [1_000, null, '2026-03-01', '2026-04-01', null, null, null]],
  ])('%s finds their events by type, and does not read the log', async (file, values) => {
    const plan = await planOf(database.pool, readSql(import.meta.url, file), values);
    expect(plan).toMatch(/log_entry_type_position/);
    expect(plan).not.toMatch(/Seq Scan on (log_entry|ownership_period|lead)\b/);
  });
});
