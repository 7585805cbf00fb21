import { readFileSync } from 'node:fs';
import { type NotedRead } from '#libs/access';
import { organisationProjection } from '#libs/dispatch';
import { alertProjection } from '#libs/governance';
import { accessRequestProjection, leadCardProjection, ownershipProjection, personProjection } from '#libs/leads';
import { systemClock } from '#libs/platform';
import { publishLibrary } from '#libs/reporting';
import { person, StreamHistory } from '#libs/testing';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

const document = readFileSync(new URL('../../../../docs/how-to/by-source.policy.yaml', import.meta.url), 'utf8');
const today = new Date().toISOString().slice(0, 10);
const [from, to] = [`${today}T00:00:00.000Z`, new Date(Date.parse(today) + 86_400_000).toISOString()];
const days = `from=${today}&to=${today}`;
const instants = `from=${from}&to=${to}`;

let api: RunningTestApi;
let names = 0;
/** Every lead there is. */
const leads: string[] = [];
/** What stands in addresses. */
const told: Record<string, string> = {
  rep: 'ana',
  team: 'inbound',
  pool: 'intake',
  name: 'inbound',
  kind: 'assignment',
  domain: 'pipeline',
};

async function done<T extends object>(asking: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await asking;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
const ana = { role: 'rep' as const, as: 'ana' };

async function capture(owner?: string): Promise<{ leadId: string; personId: string }> {
  const inquiry = { source: 'web', channel: 'search', contact: { phones: [`+4930777${1_000 + ++names}`] } };
  const captured = await done(api.post<{ leadId: string; personId: string }>('/v1/inquiries', inquiry, { role: 'app' }));
  if (owner) await done(api.post(`/v1/leads/${captured.leadId}/assign`, { to: { kind: 'person', id: owner } }));
  leads.push(captured.leadId);
  return captured;
}

async function settled(): Promise<void> {
  for (;;) {
    const { body } = await api.get<{ items: { lag: number }[] }>('/v1/projections');
    if (body.items.every(({ lag }) => lag === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A lead with everything that an answer can tell of it. */
beforeAll(async () => {
  api = await runningApi([
    ...[ownershipProjection, leadCardProjection, organisationProjection, personProjection],
    ...[accessRequestProjection, alertProjection],
  ]);
  const office = 'calendar: office\nname: Office\nzone: UTC\nweekly:\n  - { days: mon-fri, hours: [09:00-17:00] }\n';
  await done(api.post('/v1/calendars', { document: office, reason: 'first' }));
  await publishLibrary({ log: api.log, clock: systemClock });
  await done(api.post('/v1/teams', { id: 'inbound', name: 'Inbound' }));
  for (const rep of ['ana', 'bo']) {
    await done(api.post('/v1/reps', { id: rep, name: rep }));
    await done(api.post(`/v1/reps/${rep}/teams`, { team: 'inbound' }));
  }
  const [{ leadId: lead, personId }, other] = [await capture('ana'), await capture('bo')];
  Object.assign(told, { lead, person: personId });
  await capture();
  await done(api.post(`/v1/people/${personId}/merge`, { into: other.personId, reason: 'the same' }));
  await done(api.post(`/v1/leads/${lead}/follow-ups`, { type: 'call', direction: 'outbound' }, ana));
  await done(api.post('/v1/settings/visibility', { mode: 'own', reason: 'test' }));
  await done(api.post(`/v1/leads/${other.leadId}/access-requests`, { reason: 'x' }, ana));
  await done(api.post('/v1/settings/visibility', { mode: 'open', reason: 'test' }));
  const policy = { kind: 'assignment', name: 'inbound', version: 1, document, documentHash: 'h', owner: 'mia', effectiveFrom: null };
  await new StreamHistory('policy-assignment-inbound')
    .add('policy.drafted', { ...policy, reviewBy: null, reason: 'first' })
    .add('policy.activated', { version: 1, effectiveFrom: from, answers: [], reason: 'go' })
    .appendTo(api.log);
  // A decision is recorded when it is made.
  const knownAt = new Date().toISOString();
  const decided = {
    ...{ leadId: lead, inquiryId: null, policy: { name: 'inbound', version: 1 }, team: 'inbound', leadRevision: 0, comparison: null },
    ...{
      decidedAt: { position: 1, at: knownAt },
      rule: { kind: 'entry' as const, name: 'all', strategy: 'round-robin' as const },
    },
    ...{ candidates: [], chosen: person('bo'), fallbacks: [], alert: null, seed: null, heldUntil: null, returns: null, fairness: null },
  };
  await new StreamHistory('dispatch-inbound')
    .add('assignment.decided', { ...decided, decisionId: 'd1', mode: 'live' }, { knownAt })
    .add('assignment.decided', { ...decided, decisionId: 'd2', mode: 'shadow' }, { knownAt })
    .appendTo(api.log);
  await new StreamHistory('alert-a')
    .add('alert.raised', {
      ...{ alertId: 'a', key: 'a', kind: 'sla-breached', subject: 'late', text: 'late', leadId: lead, recipient: { person: 'ana' } },
      ...{ to: 'ana', chain: [], acknowledgeWithinMs: null, escalateAt: null },
    })
    .appendTo(api.log);
  await settled();
  await done(api.post('/v1/reports/publish', { definition: 'new_leads', from: today, to: today }));
  await capture();
  await settled();
});
afterAll(() => api.stop());

/** How a route is asked that needs more than its address. */
const asked = (): Readonly<Record<string, string | object>> => ({
  'GET /v1/leads/{lead}/visibility': 'rep=ana',
  'GET /v1/ownership': `lead=${told['lead']}`,
  'GET /v1/service-times/breaches': instants,
  'GET /v1/service-times': `calendar=office&${instants}`,
  'GET /v1/policies/overrides': days,
  'GET /v1/policies/dispatch-wait': days,
  'GET /v1/policies/assignment/{name}/overrides': days,
  'GET /v1/policies/assignment/{name}/shadow': days,
  'GET /v1/teams/{team}/health': days,
  'GET /v1/audit/readers': days,
  'GET /v1/reports/restatements': 'name=new_leads',
  'POST /v1/policies/simulate/decisions': { document, from: today, to: today },
  'POST /v1/policies/check': { document },
  'POST /v1/customers/owned': { customer: 'phone:+49307771001' },
  'POST /v1/reports/run': { definition: 'new_leads', from: today, to: today },
  'POST /v1/reports/leads': { definition: 'new_leads', from: today, to: today },
  'POST /v1/reports/golden-history': { definition: 'new_leads', from: today, to: today, name: 'x' },
  'POST /v1/reports/explain': { definition: 'new_leads', lead: told['lead'] },
  'POST /v1/reports/reconcile': { csv: `lead,won_on\n${told['lead']},${today}\n` },
  'POST /v1/reports/diff': { before: 'new_leads@1', after: 'won_value', from: today, to: today },
});

/** Of documents, jobs and numbers, which know no lead. */
const ofNoLead =
  /^GET \/v1\/(calendars|rates|vocabularies|definitions|dependents|jobs)\b.*\{|^POST .*\/(calendars|rates|vocabularies|definitions)\/check$|^POST \/v1\/(policies\/simulate(\/recycling)?|receipts\/verify|events\/verify)$/;
/** Never ends; each of its pages is noted as those of `GET /v1/events` are. */
const endless = 'GET /v1/events/stream';
/** Says which leads others read, and of them no more. */
const audit = 'GET /v1/audit/reads';

interface Described {
  readonly paths: Record<string, Record<'get' | 'post', { readonly 'x-permission'?: string } | undefined>>;
}

/** What can be asked: every GET, and of POST what reading permits and what `asked` names. */
async function routes(): Promise<readonly string[]> {
  const { body } = await api.get<Described>('/openapi.json');
  const all = Object.entries(body.paths).flatMap(([path, { get, post }]) => {
    const permission = post?.['x-permission'] ?? '';
    const isQuestion = `POST ${path}` in asked() || permission.endsWith('.read') || permission === 'report.run';
    return [...(get ? [`GET ${path}`] : []), ...(post && isQuestion ? [`POST ${path}`] : [])];
  });
  return all.filter((route) => route.includes(' /v1/') && !ofNoLead.test(route) && route !== endless && route !== audit);
}

async function ask(route: string, reader: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const [method, declared = ''] = route.split(' ');
  const path = declared
    .replace('{kind}/{reference}', 'assignment/inbound')
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => told[name] ?? `no-${name}-is-told`);
  const more = asked()[route];
  if (method === 'GET') return api.get(typeof more === 'string' ? `${path}?${more}` : path, { as: reader });
  return api.post(path, more ?? {}, { as: reader });
}

/** Those that name a lead here. Breaches and service times are noted as well; nothing was late. */
const namingLeads = [
  'GET /v1/access-requests',
  'GET /v1/alerts',
  'GET /v1/collisions',
  'GET /v1/events',
  'GET /v1/leads/{lead}',
  'GET /v1/leads/{lead}/decisions',
  'GET /v1/leads/{lead}/history',
  'GET /v1/leads/{lead}/why',
  'GET /v1/owners',
  'GET /v1/ownership',
  'GET /v1/people/{person}',
  'GET /v1/policies/assignment/{name}/shadow',
  'GET /v1/pools/{pool}/leads',
  'GET /v1/reports/restatements',
  'GET /v1/reps/{rep}/portfolio',
  'GET /v1/reps/{rep}/queue',
  'GET /v1/unplanned-leads',
  'POST /v1/policies/simulate/decisions',
  'POST /v1/reports/diff',
  'POST /v1/reports/explain',
  'POST /v1/reports/leads',
  'POST /v1/reports/reconcile',
];

describe('every answer', () => {
  it('R2.15 R3.27 that names leads is on record as a read of them, whichever route gives it', async () => {
    const found = { naming: [] as string[], unnoted: [] as string[], unasked: [] as object[] };
    for (const [index, route] of (await routes()).entries()) {
      const reader = `reader-${index}`;
      const { status, body } = await ask(route, reader);
      if (status !== 200) found.unasked.push({ route, body });
      const text = JSON.stringify(body);
      const named = leads.filter((lead) => text.includes(lead));
      if (named.length === 0) continue;
      found.naming.push(route);
      const noted = (await api.get<{ items: NotedRead[] }>(`/v1/audit/reads?reader=${reader}`)).body.items;
      if (named.some((lead) => !noted.some((read) => read.leads.includes(lead)))) found.unnoted.push(route);
    }
    expect({ ...found, naming: found.naming.sort() }).toEqual({ naming: namingLeads, unnoted: [], unasked: [] });
  });
});
