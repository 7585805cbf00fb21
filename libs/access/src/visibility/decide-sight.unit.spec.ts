import { type Holder, type VisibilityMode } from '#libs/contracts';
import { decideSight, type Modes, type SeenLead } from './decide-sight.js';
import { MASKED_FIELDS, maskableFields, visibilityModes } from './visibility-table.js';

const modes = (mode: VisibilityMode, ofTeams: Readonly<Record<string, VisibilityMode>> = {}): Modes => ({
  organisation: { mode, version: 1 },
  team: (team) => (ofTeams[team] ? { mode: ofTeams[team], version: 3 } : null),
});
const ana = { rep: 'ana', teams: ['north'] };
const seen = (holder: Holder, said: Partial<SeenLead> = {}): SeenLead => ({
  holder,
  teams: ['north'],
  granted: false,
  pool: null,
  ...said,
});
const person = (id: string): Holder => ({ kind: 'person', id });
const pooled = { mayBeSeen: true, maskedFields: [] };

describe('what a rep sees', () => {
  it('R1.5 the matrix of modes, relations and fields', () => {
    const leads: Record<string, SeenLead> = {
      owner: seen(person('ana')),
      granted: seen(person('cy'), { teams: ['south'], granted: true }),
      team: seen(person('bo')),
      'held by the team': seen({ kind: 'team', id: 'north' }),
      pool: seen({ kind: 'pool', id: 'intake' }, { teams: [], pool: pooled }),
      other: seen(person('cy'), { teams: ['south'] }),
      unknown: seen({ kind: 'unknown' }, { teams: [] }),
    };
    const matrix = visibilityModes.map((mode) => [
      mode,
      ...Object.values(leads).map((lead) => {
        const { sight, maskedFields } = decideSight(lead, ana, modes(mode));
        return sight === 'masked' ? maskedFields.length : sight;
      }),
    ]);
    expect(matrix).toEqual([
      ['open', 'full', 'full', 'full', 'full', 'full', 'full', 'full'],
      ['team', 'full', 'full', 'full', 'full', 'full', 'hidden', 'hidden'],
      ['own', 'full', 'full', 'hidden', 'hidden', 'full', 'hidden', 'hidden'],
      ['own+pool masked', 'full', 'full', 'hidden', 'hidden', MASKED_FIELDS.length, 'hidden', 'hidden'],
    ]);
  });

  it('R1.5 of the modes that apply the narrowest holds, and the decision says whose it was', () => {
    const crossed = seen(person('bo'), { teams: ['south', 'north'] });
    expect(decideSight(crossed, ana, modes('open', { south: 'own' }))).toMatchObject({ sight: 'hidden', decidedBy: 'own@3 of team south' });
    expect(decideSight(crossed, ana, modes('own', { south: 'team' }))).toMatchObject({ decidedBy: 'own@1 of the organisation' });
    expect(decideSight(crossed, ana, modes('open'))).toMatchObject({ sight: 'full', table: 'visibility@1' });
  });

  it("a pool's own mask holds in every mode, and a pool for others is hidden in every mode", () => {
    const masking = seen({ kind: 'pool', id: 'p' }, { teams: [], pool: { mayBeSeen: true, maskedFields: ['origin'] } });
    expect(decideSight(masking, ana, modes('open'))).toMatchObject({ sight: 'masked', maskedFields: ['origin'] });
    const closed = { ...masking, pool: { mayBeSeen: false, maskedFields: [] } };
    expect(decideSight(closed, ana, modes('open'))).toMatchObject({ sight: 'hidden', because: 'The pool is for others' });
    expect(decideSight({ ...closed, granted: true }, ana, modes('open')).sight).toBe('full');
  });

  it('who is nobody’s rep owns nothing', () => {
    expect(decideSight(seen(person('ana')), { rep: null, teams: [] }, modes('own')).sight).toBe('hidden');
    expect(new Set(maskableFields).size).toBe(maskableFields.length);
  });
});
