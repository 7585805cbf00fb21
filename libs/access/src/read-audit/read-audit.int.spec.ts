import { readSql } from '#libs/platform';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { digestAfter, type LeadRead, leafOf } from './lead-read.js';
import { migrateReadAudit, noteReads } from './note-reads.js';
import { readsOf, verifyReads } from './read-reads.js';

const read = (more: Partial<LeadRead> = {}): LeadRead => ({
  at: '2026-03-01T10:00:00.000Z',
  actor: 'Ana',
  actorKind: 'person',
  role: 'rep',
  route: 'GET /v1/leads/:lead',
  purpose: null,
  request: 'r',
  fields: [],
  leads: ['lead 1'],
  masked: [],
  hidden: 0,
  refused: false,
  ...more,
});
const all = { leads: null, reader: null, from: null, to: null, after: null, limit: 10_000 };

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase('audit');
  await migrateReadAudit(database.pool);
});
afterEach(() => database.drop());

/** Rows as `audit.note` made them on those days, so many on each. */
async function kept(days: readonly string[], each: number): Promise<void> {
  const { pool } = database;
  const row = read();
  const leaf = leafOf(row);
  let digest = '';
  let number = 0;
  for (const day of days) {
    await pool.query(`create table audit."read_${day}" partition of audit.read for values from ('${day}') to ('${day}'::date + 1)`);
    const digests = Array.from({ length: each }, () => (digest = digestAfter(digest, leaf)));
    await pool.query(
      `insert into audit.read select $1, $2 + place, $3, 'Ana', 'person', 'rep', $4, null, 'r', '{}', '{"lead 1"}', '{}', 0, false, $5, digest
         from unnest($6::text[]) with ordinality as made (digest, place)`,
      [day, number, row.at, row.route, leaf, digests],
    );
    number += each;
  }
  await pool.query('update audit.head set day = $1, number = $2, digest = $3', [days.at(-1), number, digest]);
}

describe('the audit of reads', () => {
  it('R3.10 who read several leads is one list: each read once, the latest first, and the limit is of all of them', async () => {
    const note = noteReads(database.pool);
    for (const leads of [['lead 1'], ['lead 1', 'lead 2'], ['lead 3'], ['lead 2']]) await note(read({ leads }));
    const found = (limit: number) => readsOf(database.pool, { ...all, leads: ['lead 1', 'lead 2'], limit });
    expect((await found(10)).map(({ number }) => number)).toEqual([4, 2, 1]);
    expect((await found(2)).map(({ number }) => number)).toEqual([4, 2]);
  });

  it('R2.15 one read that cannot be written down keeps no other one of its batch from being answered', async () => {
    const note = noteReads(database.pool);
    const first = note(read({ actor: 'first' }));
    const said = await Promise.allSettled([first, ...['Bo', 'a\u0000', 'b\ud800', 'Cy'].map((actor) => note(read({ actor })))]);
    expect(said.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect((await readsOf(database.pool, all)).map(({ actor }) => actor)).toEqual(['Cy', 'Bo', 'first']);
    expect(await verifyReads(database.pool)).toMatchObject({ valid: true, reads: 3 });
  });

  it('R2.15 a read stands in the day of the database, whatever the clock of who wrote it says', async () => {
    const note = noteReads(database.pool);
    for (const at of ['2099-01-01T00:00:00.000Z', '2001-01-01T00:00:00.000Z']) await note(read({ at }));
    const { rows } = await database.pool.query<{ at: Date; ahead: boolean; behind: boolean }>(
      `select at, day > (now() at time zone 'UTC')::date as ahead, day < (now() at time zone 'UTC')::date - 1 as behind from audit.read order by number`,
    );
    expect(rows).toEqual([
      { at: new Date('2099-01-01T00:00:00.000Z'), ahead: false, behind: false },
      { at: new Date('2001-01-01T00:00:00.000Z'), ahead: false, behind: false },
    ]);
  });

  it('R2.15 whole days are dropped, all of them too, and the chain goes on from there', async () => {
    const days = ['2026-03-01', '2026-03-02'];
    await kept(days, 3);
    await database.pool.query('drop table audit."read_2026-03-01"');
    expect(await verifyReads(database.pool)).toMatchObject({ valid: true, reads: 3 });
    await database.pool.query('drop table audit."read_2026-03-02"');
    const verdict = await verifyReads(database.pool);
    expect(verdict).toEqual({ valid: true, reads: 0, digest: expect.stringMatching(/^[0-9a-f]{64}$/), firstDifference: null });
    await noteReads(database.pool)(read());
    expect(await verifyReads(database.pool)).toMatchObject({ valid: true, reads: 1, digest: digestAfter(verdict.digest, leafOf(read())) });
  });

  it('R2.15 the chain is walked over pages and days; a later page looks at no earlier day', async () => {
    const days = ['2026-03-01', '2026-03-02', '2026-03-03'];
    await kept(days, 1_500);
    expect(await verifyReads(database.pool)).toMatchObject({ valid: true, reads: 4_500 });
    const page = readSql(new URL('./read-reads.ts', import.meta.url).href, './reads-in-order.sql');
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${page}`, ['2026-03-02', 2_000, 4_500, 2_000]);
    const plan = rows.map((line) => line['QUERY PLAN']).join('\n');
    expect(days.map((day) => plan.includes(`read_${day}`))).toEqual([false, true, true]);
  });
});
