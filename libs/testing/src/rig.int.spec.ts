import { newId } from '#libs/platform';
import { testDatabase, testEventLog } from './index.js';

describe('the servers of a test run', () => {
  it('every test database is empty and its own', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
    await one.pool.query('create table mine as select 1');
    await expect(two.pool.query('select * from mine')).rejects.toMatchObject({ code: '42P01' });
    await Promise.all([one.drop(), two.drop()]);
  });

  it('every test event log is empty and its own', async () => {
    const [one, two] = await Promise.all([testEventLog(), testEventLog()]);
    const id = newId();
    const metadata = {
      actor: { kind: 'person' as const, id: 'ana', assurance: 'token' },
      commandId: id,
      commandHash: 'x',
      correlationId: id,
      causationId: id,
      occurredAt: { precision: 'unknown' as const, value: null },
      knownAt: '2026-03-03T12:00:00.000Z',
      schemaVersion: 1,
    };
    await one.log.append('lead-1', [{ id, type: 'lead.reopened', data: { reason: null }, metadata }], 'no-stream');
    const read = async (log: typeof one.log): Promise<string[]> => {
      const ids: string[] = [];
      for await (const event of log.readAll()) ids.push(event.id);
      return ids;
    };
    expect(await read(one.log)).toEqual([id]);
    expect(await read(two.log)).toEqual([]);
    await Promise.all([one.close(), two.close()]);
  });
});
