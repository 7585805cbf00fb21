import { prepareReadModels } from '#libs/projections';
import { inquiryOf } from '../data/inquiry.js';
import { type Benchmark } from '../harness/benchmark.js';
import { closedLoop } from '../harness/measure.js';
import { startApi } from '../workbench/api.js';
import { projections } from '../workbench/history.js';
import { CONNECTIONS, load } from './load.js';

const TARGET = 'at least 0.60 of the limit; p99 at most 5 × p50';
const REQUESTS = 6_000;
const WARM_UP = 1_500;
const LEADS = 400;
let people = 0;

const inquiryBody = (): object => {
  const { do: _do, ...body } = inquiryOf(people++);
  return body;
};
const followUpBody = (): object => ({ type: 'call', direction: 'outbound', outcome: 'reached' });

/** Commands over HTTP, validated and authenticated, against a Fastify handler that only appends. Each server is a process of its own. */
export const commandsOverHttp: Benchmark = {
  name: 'http',
  prepare: async (bench) => {
    const { url, token, ledger, eventStoreUrl, post } = await startApi(bench);
    // As any installation has them; nothing follows the log meanwhile.
    await prepareReadModels(ledger.pool, projections);
    const bare = await bench.startScript(new URL('./append-only.main.js', import.meta.url), { BENCH_EVENT_STORE_URL: eventStoreUrl });
    const leads: string[] = [];
    await closedLoop(bench.sized(LEADS, CONNECTIONS), 16, async () => {
      leads.push((await post<{ leadId: string }>('/v1/inquiries', inquiryBody())).leadId);
    });
    const inquiries = (server: string, amount: number) =>
      load({ url: server, token, amount, path: () => '/v1/inquiries', body: inquiryBody });
    const followUps = (server: string, amount: number) =>
      load({ url: server, token, amount, path: (number) => `/v1/leads/${leads[number % leads.length]!}/follow-ups`, body: followUpBody });
    for (const server of [url, bare.url]) {
      await inquiries(server, bench.sized(WARM_UP, 10));
      await followUps(server, bench.sized(WARM_UP, 10));
    }
    const amount = bench.sized(REQUESTS, CONNECTIONS);
    return [
      { name: `capture an inquiry, ${CONNECTIONS} connections`, send: inquiries },
      { name: `record a follow-up, ${CONNECTIONS} connections`, send: followUps },
    ].map(({ name, send }) => ({
      name,
      unit: 'commands',
      target: TARGET,
      rounds: bench.rounds(3),
      contenders: [
        { name: 'LeadLedger', role: 'leadledger' as const, run: () => send(url, amount) },
        { name: 'Fastify that only appends', role: 'limit' as const, run: () => send(bare.url, amount) },
      ],
    }));
  },
};
