import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inTransaction, ProblemError } from '#libs/platform';
import { type MasterKey } from './master-key.js';

const NAME = 'keyed-hash';
/** Any constant: it serialises first starts. */
const LOCK = 7_301_993;

/**
 * The random secret of keyed hashes, wrapped by the master key: it stays the same when the master key is exchanged, because hashes in the log
 * cannot be computed again. Made at the first start. Throws 503 `PRIVACY.WRONG_MASTER_KEY` where the database was used with another one.
 */
export const installationSecret = (pool: pg.Pool, master: MasterKey): Promise<Buffer> =>
  inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const found = await client.query<{ master_key: string; wrapped: Buffer }>(
      'select master_key, wrapped from privacy.secret where name = $1',
      [NAME],
    );
    if (found.rows.length === 0) return firstSecret(client, master);
    const own = found.rows.find((row) => row.master_key === master.fingerprint);
    const secret = own && master.unwrap(own.wrapped, NAME);
    if (!secret) throw wrongMasterKey();
    return secret;
  });

async function firstSecret(client: pg.PoolClient, master: MasterKey): Promise<Buffer> {
  const secret = randomBytes(32);
  await client.query('insert into privacy.master_key (fingerprint) values ($1) on conflict do nothing', [master.fingerprint]);
  await client.query('insert into privacy.secret (name, master_key, wrapped) values ($1, $2, $3)', [
    NAME,
    master.fingerprint,
    master.wrap(secret, NAME),
  ]);
  return secret;
}

const wrongMasterKey = (): ProblemError =>
  new ProblemError(503, [
    {
      code: 'PRIVACY.WRONG_MASTER_KEY',
      message:
        'The master key is not the one that this database of keys was made with: restore it (LEADLEDGER_MASTER_KEY, or secrets/master-key in the data folder); without it no personal data can be read',
    },
  ]);
