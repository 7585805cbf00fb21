import { type CloudEventItem, type FeedItem } from '#libs/feeds';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

let api: RunningTestApi;
let lastToken: string;

beforeAll(async () => {
  api = await runningApi([]);
  await api.post('/v1/teams', { id: 'north', name: 'North' });
  for (const rep of ['ana', 'bo', 'cy']) await api.post('/v1/reps', { id: rep, name: rep, attributes: { level: 1 } });
  lastToken = (await api.post<{ token: string }>('/v1/reps/ana/teams', { team: 'north' })).body.token;
});
afterAll(() => api.stop());

interface Page {
  readonly items: readonly FeedItem[];
  readonly next: string;
}

describe('the feed over HTTP', () => {
  it('R5.13 any page size and filter chain to the digest of the end', async () => {
    const { body: completeness } = await api.get<{ end: { position: string; digest: string } }>('/v1/events/completeness', {
      headers: { 'wait-for': lastToken },
    });
    expect(completeness.end.position).toBe('5');
    const { body: page } = await api.get<Page>('/v1/events?after=0&limit=3&type=rep.joined');
    expect(page.next).toBe('3');
    expect(page.items.map((item) => Object.keys(item).length === 2)).toEqual([true, false, false]);
    const { body: rest } = await api.get<Page>('/v1/events?after=3');
    expect((rest.items.at(-1) as CloudEventItem).digest).toBe(completeness.end.digest);
    expect(rest.items.at(-1)).toMatchObject({ type: 'rep.team-joined', subject: 'ana', position: '5', source: 'urn:leadledger' });
  });

  it('actor and assurance of the token are in the event', async () => {
    const { body } = await api.get<Page>('/v1/events');
    const { metadata } = body.items[0] as CloudEventItem;
    expect(JSON.parse(metadata)).toMatchObject({ actor: { kind: 'person', id: 'the-administrator', assurance: 'token' } });
  });

  it('NDJSON gives the items as lines and the cursor as a header', async () => {
    const { body, headers } = await api.get<FeedItem[]>('/v1/events?limit=2', { headers: { accept: 'application/x-ndjson' } });
    expect(body.map(({ position }) => position)).toEqual(['1', '2']);
    expect(headers.get('x-next')).toBe('2');
    const blocks = await api.get<unknown[]>('/v1/events/completeness', { headers: { accept: 'application/x-ndjson' } });
    expect(blocks.body).toMatchObject([{ block: 1, from: '1', to: '5', count: 5 }]);
  });

  it('R3.27 what a role may not see arrives bare, and the whole feed is closed to others', async () => {
    expect((await api.get('/v1/events', { role: 'rep' })).status).toBe(403);
    expect((await api.get<Page>('/v1/events', { role: 'app' })).body.items).toHaveLength(5);
  });

  it.each([
    ['?after=x', 400, 'REQUEST.INVALID_FIELD'],
    ['?limit=0', 400, 'REQUEST.INVALID_FIELD'],
    ['?type=lead.asigned', 422, 'FEED.UNKNOWN_TYPE'],
    ['?after=99', 422, 'FEED.BEYOND_THE_END'],
  ])('%s is refused with what to do', async (query, status, code) => {
    expect(await api.get(`/v1/events${query}`)).toMatchObject({ status, body: { code } });
  });
});

describe('the stream', () => {
  /** Reads events until `count` ids are there, then hangs up. */
  async function follow(
    query: string,
    count: number,
    headers: Record<string, string> = {},
  ): Promise<{ ids: string[]; heartbeats: number }> {
    const hangUp = new AbortController();
    const response = await fetch(`${api.url}/v1/events/stream${query}`, {
      headers: { authorization: `Bearer ${await api.token()}`, ...headers },
      signal: hangUp.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk);
      if ((text.match(/^id: /gm)?.length ?? 0) >= count && text.endsWith('\n\n')) break;
    }
    hangUp.abort();
    return { ids: [...text.matchAll(/^id: (\d+)$/gm)].map((match) => match[1]!), heartbeats: text.match(/^:/gm)?.length ?? 0 };
  }

  it('goes on after Last-Event-ID, and news arrive while it is open', async () => {
    const following = follow('', 4, { 'last-event-id': '3' });
    await new Promise((resolve) => setTimeout(resolve, 450));
    await api.post('/v1/pools', { id: 'cold', name: 'Cold' });
    await api.post('/v1/pools', { id: 'warm', name: 'Warm' });
    const { ids, heartbeats } = await following;
    expect(ids).toEqual(['4', '5', '6', '7']);
    expect(heartbeats).toBeGreaterThan(0);
  });

  it('a refusal is a problem, not a stream', async () => {
    expect(await api.get('/v1/events/stream?after=500')).toMatchObject({ status: 422, body: { code: 'FEED.BEYOND_THE_END' } });
    expect(await api.get('/v1/events/stream', { headers: { 'last-event-id': 'x' } })).toMatchObject({ status: 400 });
  });
});
