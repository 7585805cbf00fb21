import { jest } from '@jest/globals';
import { leadledger } from './cli-process.fixture.js';

jest.setTimeout(600_000);

const url = process.env['EVENTSTORE_URL'] ?? '';
const check = (...args: string[]) => leadledger(['event-store', 'check', ...args]);
const CLOSED = 'esdb://someone:secret@127.0.0.1:1025?tls=false';

describe('leadledger event-store check', () => {
  it('prints one line an item and exits 0 on a server that keeps the protocol', async () => {
    const { code, out, err } = await check('--url', url);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines.filter((line) => !line.startsWith('ok    '))).toEqual([]);
    const items = new Set(lines.map((line) => Number(/^ok {4}(\d+) /.exec(line)?.[1])));
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 67 }, (_, n) => n + 1));
  });

  it('stops at once where nobody serves, and says what to do without showing the password', async () => {
    const { code, out, err } = await check('--url', CLOSED);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^leadledger: No event store answers at esdb:\/\/127\.0\.0\.1:1025\?tls=false \(.*ECONNREFUSED.*\): start it or .*\n$/,
    );

    const asJson = await check('--url', CLOSED, '--json');
    expect({ code: asJson.code, out: asJson.out }).toEqual({ code: 1, out: '' });
    expect(JSON.parse(asJson.err)).toMatchObject({ status: 503, code: 'EVENT_STORE.UNAVAILABLE', violations: [{}] });
    expect(asJson.err).not.toContain('secret');
  });

  it('says so where the server has no TLS, what is named is no event store, or is no address', async () => {
    const [tls, web, address] = await Promise.all([
      check('--url', url.replace('tls=false', 'tls=true')),
      check('--url', `esdb://${new URL(process.env['TEST_DATABASE_URL']!).host}?tls=false`),
      check('--url', 'http://127.0.0.1:1025'),
    ]);
    expect([tls, web, address].map(({ code, out }) => [code, out])).toEqual(Array(3).fill([1, '']));
    for (const { err } of [tls, web]) expect(err).toMatch(/No event store answers at .*\[EVENT_STORE\.UNAVAILABLE\]\n$/);
    expect(address.err).toMatch(
      /"http:\/\/127\.0\.0\.1:1025" is no address of an event store; write esdb:.*\[EVENT_STORE\.BAD_ADDRESS\]\n$/,
    );
  });
});
