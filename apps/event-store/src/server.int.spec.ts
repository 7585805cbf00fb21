import { jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANY, binaryEvent, EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { credentials, Metadata, status } from '@grpc/grpc-js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { conformanceChecks } from '#libs/event-store';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { type EventStore, type EventStoreOptions, startEventStore } from './server.js';

jest.setTimeout(600_000);

const event = (data: object = {}) => jsonEvent({ type: 'checked', data: { ...data } });

describe('the embedded event store', () => {
  let database: TestDatabase;
  let server: EventStore;
  let client: EventStoreDBClient;
  const clients: EventStoreDBClient[] = [];
  const connect = (url = server.url): EventStoreDBClient => {
    const made = EventStoreDBClient.connectionString(url);
    clients.push(made);
    return made;
  };
  const start = async (options: Partial<EventStoreOptions> = {}): Promise<void> => {
    server = await startEventStore({ databaseUrl: database.url, ...options });
  };
  const restart = async (options: Partial<EventStoreOptions> = {}): Promise<void> => {
    const port = Number(/:(\d+)\?/.exec(server.url)![1]);
    await server.stop();
    await start({ port, ...options });
  };

  beforeAll(async () => {
    database = await testDatabase('events');
    await start();
    client = connect();
  });
  afterAll(async () => {
    await Promise.all(clients.map((one) => one.dispose()));
    await server.stop();
    await database.drop();
  });

  it.each(conformanceChecks.filter(({ item }) => /^[45] /.test(item)))('$item', async ({ item, run }) => {
    expect(await run(server.url, { restart })).toMatchObject({ item, ok: true, seen: expect.not.stringContaining('skipped') as string });
  });

  it('takes larger appends where it is configured to: items 24 and 39 with a limit of 16 MB', async () => {
    await restart({ maxAppendBytes: 16_000_000 });
    for (const { item, run } of conformanceChecks.filter((check) => /^(?:24|39) /.test(check.item))) {
      expect(await run(server.url)).toMatchObject({ item, ok: true, seen: expect.not.stringContaining('limit') as string });
    }
    await restart();
  });

  it('refuses to write beside another server, and says so', async () => {
    await expect(startEventStore({ databaseUrl: database.url })).rejects.toMatchObject({ status: 503, code: 'EVENT_STORE.ALREADY_SERVED' });
  });

  it('refuses to listen beyond loopback without TLS and credentials', async () => {
    const open = startEventStore({ databaseUrl: database.url, host: '0.0.0.0' });
    await expect(open).rejects.toMatchObject({ status: 422, code: 'EVENT_STORE.NOT_LOOPBACK' });
    const plain = startEventStore({ databaseUrl: database.url, credentials: 'user:password' });
    await expect(plain).rejects.toMatchObject({ code: 'EVENT_STORE.CREDENTIALS_WITHOUT_TLS' });
  });

  it('says which port is taken', async () => {
    const other = await testDatabase('events');
    const port = Number(/:(\d+)\?/.exec(server.url)![1]);
    await expect(startEventStore({ databaseUrl: other.url, port })).rejects.toMatchObject({ code: 'EVENT_STORE.PORT_IN_USE' });
    await other.drop();
  });

  it('keeps what is written as it is: the database refuses to change it', async () => {
    await client.appendToStream(`immutable-${randomUUID()}`, event());
    for (const statement of [
      'update event_store.event set type = type',
      'delete from event_store.event',
      'truncate event_store.event',
      'update event_store.stream set name = name',
      'delete from event_store.stream',
      'truncate event_store.stream',
    ]) {
      await expect(database.pool.query(statement)).rejects.toThrow(/append-only/);
    }
  });

  it('takes NUL and every other character in names and payloads, and names of any length', async () => {
    for (const name of [`nul\0${randomUUID()}`, `${'ü☃😀'.repeat(1500)}${randomUUID()}`, ` ${randomUUID()} `]) {
      await client.appendToStream(name, [event({ text: 'a\0b' }), binaryEvent({ type: 'b', data: Uint8Array.of(0, 0, 255) })]);
      const seen: unknown[] = [];
      for await (const read of client.readStream(name))
        seen.push([read.event?.streamId, read.event?.isJson ? read.event.data : Buffer.from(read.event?.data as Uint8Array)]);
      expect(seen).toEqual([
        [name, { text: 'a\0b' }],
        [name, Buffer.from([0, 0, 255])],
      ]);
    }
  });

  it('names a tombstoned stream with unicode in its errors, percent-encoded', async () => {
    const name = `ströam ☃ ${randomUUID()}`;
    await client.tombstoneStream(name, { expectedRevision: ANY });
    await expect(client.deleteStream(name)).rejects.toMatchObject({ type: 'stream-deleted', streamName: encodeURIComponent(name) });
  });

  it('does not imitate what breaks a real node: "$$", tombstones of metadata, metadata of metadata', async () => {
    const call = { credentials: { username: 'u', password: 'p' } };
    await expect(client.appendToStream('$$', event())).rejects.toMatchObject({
      message: expect.stringContaining('cannot be written') as string,
    });
    await expect(client.appendToStream('$$', event(), call)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    await expect(client.appendToStream('$all', event(), call)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    await expect(client.appendToStream('$$$$x', event(), call)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    await expect(client.tombstoneStream('$$x', { expectedRevision: ANY })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    await expect(client.appendToStream(`after-${randomUUID()}`, event())).resolves.toMatchObject({ success: true });
  });

  it('answers a batched append without options once, and goes on', async () => {
    const raw = new streamsGrpc.StreamsClient(server.url.slice('esdb://'.length).split('?')[0]!, credentials.createInsecure());
    const call = raw.batchAppend(new Metadata());
    const answers: InstanceType<typeof streams.BatchAppendResp>[] = [];
    call.on('data', (answer: InstanceType<typeof streams.BatchAppendResp>) => answers.push(answer));
    const chunk = (id: string, isFinal: boolean) =>
      new streams.BatchAppendReq().setCorrelationId(new shared.UUID().setString(id)).setIsFinal(isFinal);
    const [bad, good] = [randomUUID(), randomUUID()];
    call.write(chunk(bad, false));
    call.write(chunk(bad, false));
    call.write(chunk(bad, true));
    const stream = new shared.StreamIdentifier().setStreamName(Buffer.from(`raw-${randomUUID()}`));
    call.write(chunk(good, true).setOptions(new streams.BatchAppendReq.Options().setStreamIdentifier(stream).setStreamPosition('7')));
    call.end();
    await new Promise((resolve) => call.on('end', resolve));
    raw.close();
    expect(answers.map((answer) => [answer.getCorrelationId()!.getString(), answer.getError()?.getDetails()?.getTypeName()])).toEqual([
      [bad, 'event_store.client.BadRequest'],
      [good, 'event_store.client.WrongExpectedVersion'],
    ]);
    expect(answers.every((answer) => answer.hasStreamIdentifier())).toBe(true);
  });

  it('recognises retries that pin no revision across a restart', async () => {
    const stream = `retry-${randomUUID()}`;
    const once = event();
    await client.appendToStream(stream, once, { expectedRevision: ANY });
    await restart();
    const again = connect(`${server.url}&keepAliveInterval=10009`);
    expect(await again.appendToStream(stream, once, { expectedRevision: ANY })).toMatchObject({ nextExpectedRevision: 0n });
    await expect(again.appendToStream(stream, event(), { expectedRevision: NO_STREAM })).rejects.toMatchObject({ actualVersion: 0n });
  });

  it('knows streams from before a restart that an append expects not to exist: written, soft-deleted, or with metadata alone', async () => {
    const [written, deleted, described] = ['w', 'd', 'm'].map((hint) => `${hint}-${randomUUID()}`) as [string, string, string];
    const once = event();
    await client.appendToStream(written, once, { expectedRevision: NO_STREAM });
    await client.appendToStream(deleted, [event(), event()], { expectedRevision: NO_STREAM });
    await client.deleteStream(deleted);
    await client.setStreamMetadata(described, { truncateBefore: 1 });
    await restart();
    const again = connect(`${server.url}&keepAliveInterval=10011`);
    const all = await Promise.allSettled([
      again.appendToStream(written, once, { expectedRevision: NO_STREAM }),
      again.appendToStream(written, event(), { expectedRevision: NO_STREAM }),
      again.appendToStream(deleted, event(), { expectedRevision: NO_STREAM }),
      again.appendToStream(described, [event(), event()], { expectedRevision: NO_STREAM }),
      again.appendToStream(`new-${randomUUID()}`, event(), { expectedRevision: NO_STREAM }),
    ]);
    expect(
      all.map((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value.nextExpectedRevision : (outcome.reason as { type: string }).type,
      ),
    ).toEqual([0n, 'wrong-expected-version', 2n, 1n, 0n]);
    const revisions = async (stream: string) => {
      const found: bigint[] = [];
      for await (const { event: read } of again.readStream(stream)) if (read) found.push(read.revision);
      return found;
    };
    expect([await revisions(deleted), await revisions(described)]).toEqual([[2n], [1n]]);
  });

  describe('over TLS with credentials', () => {
    const folder = mkdtempSync(join(tmpdir(), 'leadledger-tls-'));
    const [certificateFile, keyFile] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
    let hasOpenssl = true;
    beforeAll(() => {
      try {
        const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
        execFileSync(
          'openssl',
          ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', keyFile, '-out', certificateFile, ...subject],
          { stdio: 'ignore' },
        );
      } catch {
        hasOpenssl = false;
        process.stdout.write('skipped: no openssl here to make a certificate with\n');
      }
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('lets in who signs in, and nobody else', async () => {
      if (!hasOpenssl) return;
      await restart({ tls: { certificateFile, keyFile }, credentials: 'ledger:s3cret' });
      const at = server.url.slice('esdb://'.length);
      const urlOf = (user: string) => `esdb://${user}${at}&tlsCAFile=${certificateFile}`;
      const signedIn = connect(urlOf('ledger:s3cret@'));
      const stream = `tls-${randomUUID()}`;
      const all = connect(urlOf('ledger:s3cret@').replace('esdb:', 'esdb+discover:'));
      const perCall = { credentials: { username: 'ledger', password: 's3cret' } };
      await expect(signedIn.appendToStream(stream, event())).resolves.toMatchObject({ success: true });
      await expect(all.appendToStream(stream, event())).resolves.toMatchObject({ success: true });
      const heard = new Promise((resolve, reject) =>
        all.subscribeToStream(stream, { fromRevision: 0n }).once('data', resolve).once('error', reject),
      );
      await expect(heard).resolves.toMatchObject({ event: { revision: 1n } });
      const denied = { type: 'access-denied' };
      for (const user of ['ledger:wrong@', '']) {
        const stranger = connect(urlOf(user));
        await expect(stranger.deleteStream(stream)).rejects.toMatchObject(denied);
        await expect(stranger.appendToStream(stream, event())).rejects.toMatchObject(denied);
        await expect(stranger.getStreamMetadata(stream)).rejects.toMatchObject(denied);
        const refused = stranger.subscribeToAll();
        await expect(new Promise((resolve) => refused.once('error', resolve))).resolves.toMatchObject(denied);
        await expect(stranger.appendToStream(stream, event(), perCall)).resolves.toMatchObject({ success: true });
      }
      await restart();
    });
  });
});
