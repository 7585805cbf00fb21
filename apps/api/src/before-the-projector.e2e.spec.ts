import { type Problem } from '#libs/platform';
import { runningApi, type RunningTestApi } from '../../../test/rigs/running-api.js';

describe('an API whose projector never ran', () => {
  let api: RunningTestApi;
  beforeAll(async () => {
    api = await runningApi(null);
  });
  afterAll(() => api.stop());

  it('takes commands: an inquiry is in the log', async () => {
    const { status, body } = await api.post<{ leadId: string }>('/v1/inquiries', { source: 'web', contact: { phones: ['+49305551001'] } });
    expect(status).toBe(201);
    const types: string[] = [];
    for await (const { type } of api.log.readStream(`lead-${body.leadId}`)) types.push(type);
    expect(types).toEqual(['lead.captured']);
  });

  it('answers questions with 503 and what to do', async () => {
    for (const path of ['/v1/owners', '/v1/events', '/v1/teams'])
      expect({ path, ...(await api.get<Problem>(path)) }).toMatchObject({ path, status: 503, body: { code: 'READ_MODELS.NOT_YET_MADE' } });
  });
});
