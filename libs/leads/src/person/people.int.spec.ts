import { eventToAppend } from '#libs/event-store';
import { ProjectionRunner } from '#libs/projections';
import { newId } from '#libs/platform';
import { organisationProjection } from '#libs/dispatch';
import { testLeads, type TestLeads } from '#libs/testing';
import {
  collisions,
  contactLookup,
  createPersonCommands,
  leadCardProjection,
  type MergedPeople,
  mergedPeople,
  type OwnerAnswer,
  ownerAt,
  ownershipProjection,
  personAt,
  type PersonCommands,
  personProjection,
  rebuildIdentityRegistry,
} from '../index.js';

const mia = { kind: 'person' as const, id: 'Mia', assurance: 'token' };
const by = () => ({ commandId: newId(), actor: mia, actingRep: null });

let leads: TestLeads;
let people: PersonCommands;
let stop: () => Promise<void>;

beforeAll(async () => {
  leads = await testLeads();
  people = peopleThrough();
  await leads.hire('North', 'Ana', 'Bo', 'Cy');
  const controller = new AbortController();
  const projections = [ownershipProjection, leadCardProjection, personProjection, organisationProjection];
  const running = new ProjectionRunner({ log: leads.log, pool: leads.pool, projections }).run(controller.signal);
  stop = async () => {
    controller.abort();
    await running;
  };
});
afterAll(async () => {
  await stop();
  await leads.close();
});

const peopleThrough = (registry: MergedPeople = mergedPeople(leads.pool)): PersonCommands =>
  createPersonCommands({
    log: leads.log,
    people: registry,
    leads: leads.another(),
    organisation: leads.organisation.reader,
    keyedHash: leads.privacy.keyedHash,
    clock: { now: () => new Date() },
  });

const capture = (contact: { phones?: string[]; emails?: string[]; handles?: string[] }, source = 'ad') =>
  leads.commands.capture({ do: 'capture-inquiry', source, channel: 'social', contact }, by());
const give = (leadId: string, rep: string) => leads.commands.execute(leadId, { do: 'assign-lead', to: { kind: 'person', id: rep } }, by());

async function projected(): Promise<number> {
  let count = 0;
  for await (const event of leads.log.readAll()) if (event.id) count++;
  for (;;) {
    const { rows } = await leads.pool
      .query<{ position: string }>('select min(position) as position from projection.checkpoint')
      .catch(() => ({ rows: [] }));
    if (Number(rows[0]?.position ?? 0) >= count) return count;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const context = () => ({ pool: leads.pool, now: new Date(), contacts: contactLookup(leads.identity, 'DE') });
const owners = async (ref: string, position?: number): Promise<readonly OwnerAnswer[]> =>
  [await ownerAt(context(), ref, position === undefined ? {} : { position })].flat() as OwnerAnswer[];

describe('people who turn out to be one', () => {
  it('R0.21 R5.9 T11 a merge shows both leads and the collision, answers about the time before stand, un-merge restores both', async () => {
    const one = await capture({ phones: ['+49 151 10000001'] });
    const other = await capture({ emails: ['ana.b@example.org'] });
    await give(one.leadId, 'Ana');
    await give(other.leadId, 'Bo');
    const before = await projected();
    expect(await owners('phone:+49 151 10000001')).toMatchObject([{ owner: 'Ana', collision: false }]);

    await people.execute({ do: 'merge-people', person: other.personId!, into: one.personId!, reason: 'she wrote from both' }, by());
    const merged = await projected();
    for (const ref of ['phone:+49 151 10000001', 'email:ana.b@example.org', `person:${other.personId}`])
      expect((await owners(ref)).map(({ owner, collision }) => [owner, collision]).sort()).toEqual([
        ['Ana', true],
        ['Bo', true],
      ]);
    expect(await owners('phone:+49 151 10000001', before)).toMatchObject([{ owner: 'Ana', collision: false }]);
    expect(await personAt(context(), one.personId!)).toMatchObject({
      mergedInto: null,
      merged: [{ person: other.personId, reason: 'she wrote from both' }],
      collision: true,
    });
    expect((await collisions(context())).map(({ person }) => person)).toEqual([one.personId]);

    await people.execute({ do: 'unmerge-people', person: other.personId!, reason: 'two sisters' }, by());
    await projected();
    expect(await owners('phone:+49 151 10000001')).toMatchObject([{ lead: one.leadId, owner: 'Ana', collision: false }]);
    expect(await owners('email:ana.b@example.org')).toMatchObject([{ lead: other.leadId, owner: 'Bo', collision: false }]);
    expect(await owners('email:ana.b@example.org', merged)).toHaveLength(2);
    expect(await collisions(context())).toEqual([]);
    // What was taken for a collision at an earlier position is history.
    const were = async (position: number) => (await collisions(context(), { position })).map(({ person }) => person);
    expect([await were(before), await were(merged)]).toEqual([[], [one.personId]]);
  });

  it('R0.21 a ruling with a reason gives every open lead to one rep, from then on', async () => {
    const one = await capture({ phones: ['+49 151 20000001'] });
    const other = await capture({ emails: ['cy@example.org'] });
    await give(one.leadId, 'Ana');
    await give(other.leadId, 'Bo');
    await people.execute({ do: 'merge-people', person: other.personId!, into: one.personId!, reason: 'same company card' }, by());
    const collided = await projected();
    const ruling = { do: 'rule-collision', person: one.personId!, owner: 'Ana', reason: 'she called first' } as const;
    await expect(people.execute({ ...ruling, owner: 'Nobody', reason: '' }, by())).rejects.toMatchObject({
      violations: [{ code: 'REP.NOT_FOUND' }, { code: 'REASON.MISSING' }],
    });
    const envelope = by();
    await people.execute(ruling, envelope);
    await people.execute(ruling, envelope);
    await projected();
    const now = await owners(`person:${one.personId}`);
    expect(now.map(({ owner }) => owner)).toEqual(['Ana', 'Ana']);
    expect(now.find(({ lead }) => lead === other.leadId)).toMatchObject({ cause: 'transfer', reason: 'she called first' });
    expect((await owners(`person:${one.personId}`, collided)).map(({ owner }) => owner).sort()).toEqual(['Ana', 'Bo']);
    await expect(people.execute(ruling, by())).rejects.toMatchObject({ status: 409, code: 'PERSON.NO_COLLISION' });
  });

  it('R0.21 a ruling says which leads could not follow it, and finishes when it is sent again', async () => {
    const one = await capture({ phones: ['+49 151 40000001'] });
    const other = await capture({ emails: ['dee@example.org'] });
    await give(other.leadId, 'Bo');
    await leads.hire('North', 'Dee');
    await give(one.leadId, 'Dee');
    const may = (holdingCap: number | null) =>
      leads.organisation.execute({ do: 'set-capacity', rep: 'Dee', holdingCap, intakeCap: null }, by());
    await may(1);
    await people.execute({ do: 'merge-people', person: other.personId!, into: one.personId!, reason: 'one desk' }, by());
    await projected();
    const ruling = { do: 'rule-collision', person: one.personId!, owner: 'Dee', reason: 'she knows them' } as const;
    const envelope = by();
    await expect(people.execute(ruling, envelope)).rejects.toMatchObject({
      status: 409,
      violations: [
        {
          code: 'PERSON.RULED_BUT_NOT_MOVED',
          message: expect.stringMatching(/[^.]\. Then send the same command again$/) as string,
          detail: { leadId: other.leadId, problem: { code: 'REP.HOLDING_CAP_REACHED' } },
        },
      ],
    });
    await may(null);
    await people.execute(ruling, envelope);
    await projected();
    expect((await owners(`person:${one.personId}`)).map(({ owner }) => owner)).toEqual(['Dee', 'Dee']);
  });

  it('R0.21 a merge that the registry never heard of, because its process was killed, closes no circle', async () => {
    const one = await capture({ phones: ['+49 151 50000001'] });
    const other = await capture({ emails: ['kim@example.org'] });
    const registry = mergedPeople(leads.pool);
    const killed = peopleThrough({
      ...registry,
      note: (person, into) => (into === null ? registry.note(person, into) : Promise.reject(new Error('killed'))),
    });
    const merge = (person: string, into: string) => ({ do: 'merge-people', person, into, reason: 'same voice' }) as const;
    await expect(killed.execute(merge(one.personId!, other.personId!), by())).rejects.toThrow('killed');
    await expect(people.execute(merge(other.personId!, one.personId!), by())).rejects.toMatchObject({
      code: 'PERSON.MERGED_THE_OTHER_WAY',
    });
    expect(await registry.leadsOf(other.personId!)).toEqual([one.leadId, other.leadId].sort());
  });

  it('R0.21 a circle that the log has from before ends every look, is named to whoever merges into it, and can be undone', async () => {
    const [one, other, third] = [
      await capture({ phones: ['+49 151 60000001'] }),
      await capture({ emails: ['lou@example.org'] }),
      await capture({ emails: ['max@example.org'] }),
    ];
    const [a, b, c] = [one.personId!, other.personId!, third.personId!];
    const merge = (person: string, into: string) => ({ do: 'merge-people', person, into, reason: 'same voice' }) as const;
    await people.execute(merge(a, b), by());
    const closing = { type: 'person.merged', data: { personId: b, into: a, reason: 'before this was refused' } } as const;
    const now = new Date().toISOString();
    const said = {
      actor: mia,
      commandId: newId(),
      commandHash: '',
      occurredAt: { precision: 'instant', value: now },
      knownAt: now,
    } as const;
    const event = eventToAppend(`person-${b}`, 0, closing, { ...said, correlationId: newId(), causationId: newId() });
    expect(await leads.log.append(`person-${b}`, [event], 'no-stream')).toMatchObject({ kind: 'appended' });
    await mergedPeople(leads.pool).note(b, a);

    await expect(people.execute(merge(c, a), by())).rejects.toMatchObject({
      status: 409,
      violations: [{ code: 'PERSON.MERGED_IN_A_CIRCLE', detail: { person: b, into: a } }],
    });
    expect([one.leadId, other.leadId]).toContain((await capture({ phones: ['+49 151 60000001'] })).leadId);
    await projected();
    expect(await owners(`person:${a}`)).toHaveLength(2);
    expect((await collisions(context())).filter(({ person }) => [a, b].includes(person))).toEqual([]);

    await people.execute({ do: 'unmerge-people', person: b, reason: 'the circle' }, by());
    await people.execute(merge(c, a), by());
    expect(await mergedPeople(leads.pool).leadsOf(b)).toEqual([one.leadId, other.leadId, third.leadId].sort());
  });

  it('R0.21 more merges at once than the pool has clients all end, one after the other', async () => {
    const into = await capture({ phones: ['+49 151 70000001'] });
    const many = Array.from({ length: leads.pool.options.max + 2 }, (_, n) => capture({ emails: [`many${n}@example.org`] }));
    const others = (await Promise.all(many)).map(({ personId }) => personId!);
    const merging = others.map((person) => people.execute({ do: 'merge-people', person, into: into.personId!, reason: 'one desk' }, by()));
    const outcomes = await Promise.allSettled(merging);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await mergedPeople(leads.pool).leadsOf(into.personId!)).toHaveLength(others.length + 1);
  });

  it('R2.3 after a merge an inquiry by either contact point joins the open lead, without a finding; the registry is rebuilt from the log', async () => {
    const telegram = await capture({ handles: ['telegram:@dora'] });
    const mail = await capture({ emails: ['dora@example.org'] });
    await leads.commands.execute(mail.leadId, { do: 'lose-lead' }, by());
    await people.execute({ do: 'merge-people', person: mail.personId!, into: telegram.personId!, reason: 'she said so' }, by());
    const { rebuilt } = {
      rebuilt: await rebuildIdentityRegistry({ ...leads, sealer: leads.privacy.sealer, keyedHash: leads.privacy.keyedHash }),
    };
    expect(rebuilt.inquiries).toBeGreaterThan(2);
    const again = await capture({ emails: ['dora@example.org'], handles: ['telegram:@dora'] });
    expect(again).toMatchObject({ leadId: telegram.leadId, personId: mail.personId, joined: true });
    expect(again.findings.map(({ code }) => code)).not.toContain('IDENTITY.CONFLICT');
  });

  it('merges in opposite directions at the same instant leave one, never a circle', async () => {
    for (let round = 0; round < 5; round++) {
      const one = await capture({ phones: [`+49 151 3000000${round}`] });
      const other = await capture({ emails: [`e${round}@example.org`] });
      const outcomes = await Promise.allSettled([
        peopleThrough().execute({ do: 'merge-people', person: one.personId!, into: other.personId!, reason: 'a' }, by()),
        peopleThrough().execute({ do: 'merge-people', person: other.personId!, into: one.personId!, reason: 'b' }, by()),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { status: 409, code: 'PERSON.MERGED_THE_OTHER_WAY' },
      });
    }
  });
});
