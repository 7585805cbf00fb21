import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#libs/platform';
import { fixedClock, testDatabase, type TestDatabase } from '#libs/testing';
import { createPrivacy, loadMasterKey, masterKeyOf, type Privacy, SealBrokenError } from './index.js';

const masterText = randomBytes(32).toString('base64');

describe('personal data', () => {
  let database: TestDatabase;
  let privacy: Privacy;
  beforeAll(async () => {
    database = await testDatabase('keys');
    privacy = await createPrivacy({ pool: database.pool, masterKey: masterKeyOf(masterText) });
  });
  afterAll(() => database.drop());

  it('what was sealed opens again, for one person and for several, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 4 }), async (value, subjects) => {
        const sealed = await privacy.sealer.seal(subjects, value);
        expect(await privacy.sealer.open(sealed)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(new Set(sealed.subjects)).toEqual(new Set(subjects));
      }),
      { numRuns: 100 },
    );
  });

  it('R3.15 R5.14 without the key of any one of its people nothing opens, here or in another process, and no key is made again', async () => {
    const [ana, bo] = [newId(), newId()];
    const both = await privacy.sealer.seal([bo, ana], { text: 'from both' });
    const hers = await privacy.sealer.seal([ana], { phone: '+49 151 000' });
    const his = await privacy.sealer.seal([bo], { phone: '+49 152 000' });
    await privacy.destroyKeys([ana]);
    const elsewhere = await createPrivacy({ pool: database.pool, masterKey: masterKeyOf(masterText) });
    for (const { sealer } of [privacy, elsewhere]) {
      expect(await sealer.open(hers)).toBeNull();
      expect(await sealer.open(both)).toBeNull();
      expect(await sealer.open(his)).toEqual({ phone: '+49 152 000' });
      await expect(sealer.seal([ana], {})).rejects.toMatchObject({ status: 409, code: 'PRIVACY.PERSON_ERASED' });
    }
  });

  it('a key destroyed by another process is forgotten here after a minute', async () => {
    const clock = fixedClock();
    const cached = await createPrivacy({ pool: database.pool, masterKey: masterKeyOf(masterText), clock });
    const person = newId();
    const sealed = await cached.sealer.seal([person], 'hello');
    await privacy.destroyKeys([person]);
    clock.advance(60_000);
    expect(await cached.sealer.open(sealed)).toBeNull();
  });

  it('data of a person who never had a key does not open, and makes none', async () => {
    const person = newId();
    const sealed = await privacy.sealer.seal([newId()], 1);
    expect(await privacy.sealer.open({ ...sealed, subjects: [person] })).toBeNull();
    expect((await database.pool.query('select 1 from privacy.person_key where person_id = $1', [person])).rowCount).toBe(0);
  });

  it('any changed bit, and a box under other names, is detected', async () => {
    const [person, other] = [newId(), newId()];
    const sealed = await privacy.sealer.seal([person], { name: 'Ana' });
    await privacy.sealer.prepare([other]);
    const length = Buffer.from(sealed.box, 'base64url').length;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: length * 8 - 1 }), async (bit) => {
        const bytes = Buffer.from(sealed.box, 'base64url');
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        await expect(privacy.sealer.open({ ...sealed, box: bytes.toString('base64url') })).rejects.toThrow(SealBrokenError);
      }),
      { numRuns: 40 },
    );
    await expect(privacy.sealer.open({ ...sealed, subjects: [other] })).rejects.toThrow(SealBrokenError);
    await expect(privacy.sealer.open({ ...sealed, box: '' })).rejects.toThrow(SealBrokenError);
  });

  it('two processes that make the key of one person at once agree on it', async () => {
    const people = Array.from({ length: 200 }, newId);
    const processes = await Promise.all([1, 2, 3, 4].map(() => createPrivacy({ pool: database.pool, masterKey: masterKeyOf(masterText) })));
    const sealed = await Promise.all(processes.map(({ sealer }) => Promise.all(people.map((person) => sealer.seal([person], person)))));
    for (const [index, row] of sealed.entries()) {
      const reader = processes[(index + 1) % processes.length]!.sealer;
      expect(await Promise.all(row.map((box) => reader.open(box)))).toEqual(people);
    }
  });

  it('the keys of many people cost one round trip', async () => {
    const query = database.pool.query.bind(database.pool);
    let trips = 0;
    database.pool.query = ((...args: Parameters<typeof query>) => (trips++, query(...args))) as typeof database.pool.query;
    const people = Array.from({ length: 2_000 }, newId);
    await privacy.sealer.prepare(people);
    await Promise.all(people.map((person) => privacy.sealer.seal([person], {})));
    database.pool.query = query as typeof database.pool.query;
    expect(trips).toBe(1);
  });

  it('nothing in the database of keys is a key in clear, and keyed hashes differ by purpose', async () => {
    expect(privacy.keyedHash('phone', '+49151')).toBe(privacy.keyedHash('phone', '+49151'));
    expect(privacy.keyedHash('phone', '+49151')).not.toBe(privacy.keyedHash('email', '+49151'));
    const again = await createPrivacy({ pool: database.pool, masterKey: masterKeyOf(masterText) });
    expect(again.keyedHash('phone', '+49151')).toBe(privacy.keyedHash('phone', '+49151'));
    const { rows } = await database.pool.query<{ wrapped: Buffer }>(
      'select wrapped from privacy.person_key where wrapped is not null limit 1',
    );
    expect(rows[0]!.wrapped).toHaveLength(32 + 12 + 16);
  });

  it('another master key is refused at the start', async () => {
    const wrong = createPrivacy({ pool: database.pool, masterKey: masterKeyOf(randomBytes(32).toString('hex')) });
    await expect(wrong).rejects.toMatchObject({ status: 503, code: 'PRIVACY.WRONG_MASTER_KEY' });
  });
});

describe('the master key', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'leadledger-master-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is made once, in a file for its owner only, and is refused where others can read it', () => {
    const file = join(dataDir, 'secrets', 'master-key');
    const first = loadMasterKey({ masterKey: null, dataDir });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(loadMasterKey({ masterKey: null, dataDir }).fingerprint).toBe(first.fingerprint);
    expect(loadMasterKey({ masterKey: readFileSync(file, 'utf8').trim(), dataDir: '/nowhere' }).fingerprint).toBe(first.fingerprint);
    chmodSync(file, 0o644);
    expect(() => loadMasterKey({ masterKey: null, dataDir })).toThrow(expect.objectContaining({ code: 'PRIVACY.MASTER_KEY_EXPOSED' }));
  });

  it('of another length is refused', () => {
    expect(() => masterKeyOf('c2hvcnQ=')).toThrow(expect.objectContaining({ code: 'PRIVACY.MASTER_KEY_MALFORMED' }));
  });
});
