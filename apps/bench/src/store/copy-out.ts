import pg from 'pg';
import { to } from 'pg-copy-streams';

/** Takes in what a `COPY … TO STDOUT` gives and forgets it; the number of bytes. */
export async function copyOut(databaseUrl: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    let bytes = 0;
    for await (const chunk of client.query(to(sql)) as AsyncIterable<Buffer>) bytes += chunk.length;
    return bytes;
  } finally {
    await client.end();
  }
}
