import { readFileSync } from 'node:fs';
import { organisationProjection } from '#libs/dispatch';
import { StreamHistory } from '#libs/testing';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

const policy = (name: string): string => readFileSync(new URL(`../../../../docs/how-to/${name}.policy.yaml`, import.meta.url), 'utf8');
const channels =
  'vocabulary: channels\ntitle: Channels\nfields: [channel]\ncodes: { search: Search, social: Social, referral: Referral }\n';
const inquiries = (name: string, more: string): string => `definition: ${name}\ntitle: T\nentity: inquiry\nmeasure: count\n${more}`;
const answered = `definition: answered
title: Answered
entity: lead
date: captured
related: { answer: { entity: follow_up } }
durations: { response: { from: captured, to: answer, calendar: berlin } }
measure: { median: response }
`;

let api: RunningTestApi;
let token = '';
const send = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const answer = await api.post(path, { reason: 'test', ...body }, { headers: token ? { 'wait-for': token } : {} });
  expect({ path, status: answer.status, body: answer.status < 300 ? {} : answer.body }).toEqual({ path, status: answer.status, body: {} });
  token = typeof answer.body['token'] === 'string' ? answer.body['token'] : token;
  return answer.body;
};
const dependents = async (of: string): Promise<string[]> => {
  const { body } = await api.get<{ items: { is: string; name: string; version: number | null; state: string }[] }>(`/v1/dependents/${of}`, {
    headers: { 'wait-for': token },
  });
  return body.items.map(({ is, name, version, state }) => `${is} ${name}${version === null ? '' : `@${version}`} ${state}`);
};

beforeAll(async () => {
  api = await runningApi([organisationProjection]);
  await send('/v1/vocabularies', { document: channels });
  await send('/v1/definitions', { document: 'term: from_ads\ntitle: T\nentity: inquiry\nclauses: { social: channel == "social" }\n' });
  await send('/v1/definitions', { document: inquiries('by_channel', 'dimensions:\n  how: label(channel, "channels")\n') });
  await send('/v1/definitions', { document: inquiries('referred', 'terms: { r: channel == "referral" }\n') });
  await send('/v1/definitions', { document: inquiries('all_of_them', 'by: [channel]\n') });
  await send('/v1/definitions', { document: inquiries('ads', 'terms: { ads: { use: from_ads } }\n') });
  await send('/v1/definitions/drafts', { document: answered });
  await send('/v1/policies', { document: policy('by-source') });
  await send('/v1/policies', { document: policy('response-times').replace('calendar: holder', 'calendar: berlin') });
  await new StreamHistory('team-inbound')
    .add('team.created', { teamId: 'inbound', name: 'Inbound', attributes: {} })
    .add('team.calendar-set', { calendar: 'berlin' })
    .appendTo(api.log);
  await new StreamHistory('rep-bo')
    .add('rep.joined', { repId: 'bo', name: 'Bo', attributes: {} })
    .add('rep.calendar-set', { calendar: 'berlin' })
    .appendTo(api.log);
  await send('/v1/reps', { id: 'ana', name: 'Ana', reason: undefined });
});
afterAll(() => api.stop());

describe('R3.21 what a change would be felt by', () => {
  it('of a vocabulary: definitions that call it or write out its values, terms, and policies', async () => {
    expect(await dependents('vocabulary/channels')).toEqual([
      'metric ads@1 published',
      'metric by_channel@1 published',
      'term from_ads@1 published',
      'metric referred@1 published',
      'assignment policy inbound@1 draft',
    ]);
    expect(await dependents('vocabulary/nothing')).toEqual([]);
  });

  it('of a calendar: definitions, policies, teams and reps', async () => {
    expect(await dependents('calendar/berlin')).toEqual([
      'metric answered@1 draft',
      'sla policy response-times@1 draft',
      'team inbound works in it',
      'rep bo works in it',
    ]);
  });

  it('of a term: the definitions that use any version of it', async () => {
    expect(await dependents('definition/from_ads')).toEqual(['metric ads@1 published']);
    expect((await api.get('/v1/dependents/pool/intake')).status).toBe(404);
  });
});
