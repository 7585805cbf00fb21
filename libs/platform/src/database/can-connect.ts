import pg from 'pg';

/** One connection and one answer. */
export async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    // The question is whether it answers; why it does not stands in its log.
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
