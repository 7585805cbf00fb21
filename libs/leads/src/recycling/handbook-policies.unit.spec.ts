import { readFileSync } from 'node:fs';
import { peopleReader } from '#libs/dispatch';
import { parsePolicy, type PolicyKind } from '#libs/governance';
import { slaKind } from '../sla/sla.kind.js';
import { recyclingKind } from './recycling.kind.js';

const read = (file: string): string => readFileSync(new URL(`../../../../docs/how-to/${file}`, import.meta.url), 'utf8');

describe('the policies of the handbook', () => {
  it('have no problem, and their own tests pass', async () => {
    const recycling = recyclingKind({ organisation: { pool: () => Promise.resolve(null) }, zone: 'UTC' });
    const people = peopleReader({ readStream: async function* () {} } as never);
    const service = slaKind({ people });
    const kinds = [recycling as PolicyKind, service as PolicyKind];
    const [idle, response] = ['idle-leads.policy.yaml', 'response-times.policy.yaml'].map((file) => parsePolicy(read(file), kinds));
    expect([idle?.problems, response?.problems]).toEqual([[], []]);
    expect(await recycling.test(idle!.spec as never)).toMatchObject([{ passed: true }]);
    expect(await service.test(response!.spec as never)).toMatchObject([{ passed: true }, { passed: true }, { passed: true }]);
  });
});
