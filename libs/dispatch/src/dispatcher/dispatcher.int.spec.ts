import { type LeadCommands } from '#libs/leads';
import { unavailable } from '#libs/platform';
import { dispatchRig, type DispatchRig, fixedClock } from '#libs/testing';
import { stateOf } from '../assignment/given-dispatch.fixture.js';
import { decisionsAbout } from '../why/decisions-about.js';
import { whyLead } from '../why/why-lead.js';
import { followLog } from './follow-log.js';
import { logFeed } from './log-feed.js';
import { policyDocument } from './policy-document.fixture.js';
import { restoreFold, saveFold } from './snapshot.js';
import { type Condition } from '../assignment-policy/assignment-spec.js';
import { compileAssignment } from '../assignment-policy/compile-assignment.js';
import { holdingAfter } from '#libs/leads';

const person = (id: string) => ({ kind: 'person' as const, id });
const types = (events: readonly { readonly type: string }[]): string[] => events.map(({ type }) => type);

describe('the dispatcher', () => {
  let rig: DispatchRig;
  beforeEach(async () => {
    rig = await dispatchRig();
    await rig.leads.hire('North', 'Ana', 'Bo', 'Cy');
    await rig.hours('North');
  });
  afterEach(() => rig.close());

  it('R2.11 T7 gives leads in turn to those who can have them, on record, and to nobody who has left', async () => {
    await rig.do({ do: 'deactivate-rep', rep: 'Cy' });
    await rig.enforce(policyDocument());
    rig.dispatch();
    const leads: string[] = [];
    for (let n = 0; n < 4; n++) leads.push(await rig.capture());
    await rig.settled();
    expect(await Promise.all(leads.map((lead) => rig.holderOf(lead)))).toEqual(['Ana', 'Bo', 'Ana', 'Bo'].map(person));
    const decisions = await rig.decisions('North');
    expect(decisions.map(({ leadId }) => leadId)).toEqual(leads);
    expect(decisions[0]).toMatchObject({
      policy: { name: 'north', version: 1 },
      rule: { kind: 'entry', name: 'everything', strategy: 'round-robin' },
      comparison: { by: 'pointer', best: 'lowest', value: '0', tie: 'member-order' },
    });
    const [, assigned] = await rig.events(`lead-${leads[0]!}`);
    expect(assigned).toMatchObject({
      type: 'lead.assigned',
      metadata: {
        policy: { name: 'north', version: 1 },
        decisionId: decisions[0]!.decisionId,
        actor: { kind: 'automation', id: 'north@1' },
      },
    });
  });

  it('a lead that is claimed between the decision and its command stays with the one who claimed; the decision is void, on record', async () => {
    await rig.enforce(policyDocument());
    const lead = await rig.capture();
    // The claim comes exactly when the decision stands and the lead has not been given yet.
    const claimFirst = (commands: LeadCommands) => ({
      execute: async (...said: Parameters<LeadCommands['execute']>) => {
        if (said[1].do === 'assign-lead' && said[0] === lead) await rig.act(lead, { do: 'claim-lead', rep: 'Bo' }, 'Bo');
        return commands.execute(...said);
      },
    });
    rig.dispatch(claimFirst);
    await rig.settled();
    expect(types(await rig.events(`lead-${lead}`))).toEqual(['lead.captured', 'lead.claimed']);
    const events = await rig.events('dispatch-North');
    expect(types(events)).toEqual(['assignment.decided', 'assignment.superseded']);
    expect(events[1]).toMatchObject({ data: { because: 'lead-moved', by: 'Bo' } });
    // The turn was given back: Ana is still first.
    const next = await rig.capture();
    await rig.settled();
    expect(await rig.holderOf(next)).toEqual(person('Ana'));
  });

  it('a limit that was used up meanwhile: the decision is void, and another one chooses who can take it', async () => {
    await rig.enforce(policyDocument());
    await rig.do({ do: 'set-capacity', rep: 'Ana', holdingCap: 1 });
    const lead = await rig.capture();
    const other = await rig.capture({ holder: { kind: 'pool', id: 'intake' } });
    const fillFirst = (commands: LeadCommands) => ({
      execute: async (...said: Parameters<LeadCommands['execute']>) => {
        if (said[0] === lead && said[1].do === 'assign-lead' && said[1].to.kind === 'person' && said[1].to.id === 'Ana')
          await rig.act(other, { do: 'claim-lead', rep: 'Ana' }, 'Ana');
        return commands.execute(...said);
      },
    });
    rig.dispatch(fillFirst);
    await rig.settled();
    expect(await rig.holderOf(other)).toEqual(person('Ana'));
    expect(await rig.holderOf(lead)).not.toEqual(person('Ana'));
    const about = await decisionsAbout(rig.pool, lead, { at: new Date().toISOString(), knownAt: null, position: null });
    expect(about.map(({ status }) => status.kind)).toEqual(['superseded', 'stands']);
    expect(about[0]!.status).toMatchObject({ because: 'refused', refused: { rep: 'Ana' } });
    expect(about[1]!.candidates[0]).toMatchObject({ rep: 'Ana', excluded: expect.anything() });
  });

  it('R2.7 switched off it gives nothing from then on and leaves nothing half given; on again it goes on', async () => {
    await rig.enforce(policyDocument());
    rig.dispatch();
    const before = await Promise.all(Array.from({ length: 10 }, () => rig.capture()));
    await rig.move('north', 'pause');
    await rig.settled();
    const during = await rig.capture();
    await rig.settled();
    for (const lead of before)
      expect(['lead.captured,lead.assigned', 'lead.captured']).toContain(types(await rig.events(`lead-${lead}`)).join());
    expect(await rig.holderOf(during)).toEqual({ kind: 'pool', id: 'intake' });
    await rig.move('north', 'resume');
    await rig.settled();
    for (const lead of [...before, during]) expect((await rig.holderOf(lead))!.kind).toBe('person');
  });

  it('R2.9 R2.5 what people undo, and leads that were none, are written behind the decisions once', async () => {
    await rig.enforce(policyDocument());
    rig.dispatch();
    const [one, two] = [await rig.capture(), await rig.capture()];
    await rig.settled();
    await rig.act(one, { do: 'transfer-lead', to: person('Cy'), reason: 'knows them' });
    await rig.act(two, { do: 'mark-lead-invalid', reason: 'spam' });
    await rig.settled();
    const events = await rig.events('dispatch-North');
    expect(types(events).sort()).toEqual(['assignment.decided', 'assignment.decided', 'assignment.overridden', 'fairness.posted']);
    expect(events.find(({ type }) => type === 'assignment.overridden')).toMatchObject({
      data: { leadId: one, to: person('Cy'), reason: 'knows them', by: { id: 'Mia' } },
    });
    expect(events.find(({ type }) => type === 'fairness.posted')).toMatchObject({
      data: { rep: 'Bo', turns: -1, because: 'lead-invalid' },
    });
    const why = await whyLead(rig.pool, {
      leadId: one,
      not: 'Bo',
      at: new Date().toISOString(),
      knownAt: null,
      position: null,
      present: null,
      zone: 'UTC',
    });
    expect(why.words.join('\n')).toMatch(
      /Mia gave the lead to Cy at .* instead \(“knows them”\)\.\nBo was compared with pointer 0; Ana went first with 0\./,
    );
  });

  it('R2.10 a policy in test decides on record and gives nobody anything', async () => {
    const { version } = await rig.draft(policyDocument());
    await rig.projector.caughtUp();
    await rig.move('north', 'test', version);
    rig.dispatch();
    const lead = await rig.capture();
    await rig.settled();
    expect(await rig.decisions('North')).toMatchObject([{ leadId: lead, mode: 'shadow', chosen: person('Ana') }]);
    expect(types(await rig.events(`lead-${lead}`))).toEqual(['lead.captured']);
  });

  it('T10 imported history is never distributed, and counts in what its owner holds', async () => {
    await rig.do({ do: 'set-capacity', rep: 'Ana', holdingCap: 1 });
    await rig.enforce(policyDocument());
    rig.dispatch();
    const occurredAt = { precision: 'instant' as const, value: '2026-03-03T10:00:00.000Z' };
    const fact = (rowKey: string, holder: { kind: 'person' | 'pool'; id: string }) => ({
      rowKey,
      rowHash: '',
      occurredAt,
      knownAt: null,
      action: { do: 'capture-inquiry' as const, holder },
    });
    await rig.commands.recordHistory([
      { importId: 'crm', leadKey: { source: 'crm', id: '1' }, facts: [fact('1', person('Ana'))] },
      { importId: 'crm', leadKey: { source: 'crm', id: '2' }, facts: [fact('2', { kind: 'pool', id: 'intake' })] },
    ]);
    const lead = await rig.capture();
    await rig.settled();
    const decisions = await rig.decisions('North');
    expect(decisions.map(({ leadId }) => leadId)).toEqual([lead]);
    expect(decisions[0]!.candidates[0]).toMatchObject({ rep: 'Ana', excluded: { code: 'at-holding-cap', numbers: { held: 1, cap: 1 } } });
  });

  it('R2.4 a known customer goes to the previous owner, whom the log knows from a lead that is closed', async () => {
    const contact = { phones: ['+49 151 23450001'] };
    const old = await rig.capture({ contact });
    await rig.act(old, { do: 'assign-lead', to: person('Cy') });
    await rig.act(old, { do: 'lose-lead' });
    await rig.enforce(
      policyDocument({ bypasses: '[{ name: known, kind: repeat, to: previous-owner, evenAtCapacity: true, countsInFairness: false }]' }),
    );
    rig.dispatch();
    const again = await rig.capture({ contact });
    await rig.settled();
    expect(again).not.toBe(old);
    expect(await rig.decisions('North')).toMatchObject([
      { leadId: again, rule: { kind: 'bypass', name: 'known' }, chosen: person('Cy'), fairness: null },
    ]);
  });

  it('T8 nobody there: the named fallback has it, and somebody is told once', async () => {
    const from = new Date(Date.now() - 1_000).toISOString();
    for (const rep of ['Ana', 'Bo', 'Cy']) await rig.do({ do: 'announce-absence', rep, kind: 'holiday', from });
    await rig.enforce(policyDocument());
    rig.dispatch();
    const lead = await rig.capture();
    await rig.settled();
    expect(await rig.holderOf(lead)).toEqual({ kind: 'pool', id: 'intake' });
    expect(rig.alerts).toMatchObject([{ leadId: lead, text: expect.stringContaining('3 absent') }]);
  });

  it('R6.5 a lead that a defect keeps from being given holds up no other, and whoever gives it by hand ends it', async () => {
    await rig.enforce(policyDocument());
    const stuck = await rig.capture();
    let tries = 0;
    rig.dispatch((commands) => ({
      execute: async (...said) => {
        if (said[0] !== stuck) return commands.execute(...said);
        tries++;
        throw new TypeError('a defect');
      },
    }));
    const leads: string[] = [];
    for (let n = 0; n < 3; n++) {
      leads.push(await rig.capture());
      await rig.comes(async () => (await rig.holderOf(leads[n]!))?.kind === 'person');
    }
    await rig.comes(() => tries > 1);
    expect(await rig.holderOf(stuck)).toEqual({ kind: 'pool', id: 'intake' });
    await rig.act(stuck, { do: 'claim-lead', rep: 'Cy' }, 'Cy');
    await rig.settled();
    expect((await rig.events('dispatch-North')).at(-1)).toMatchObject({
      type: 'assignment.superseded',
      data: { leadId: stuck, because: 'lead-moved', by: 'Cy' },
    });
  });

  it.each(['takes', 'entries'] as const)(
    'a lead on which the %s of a policy fail by a defect holds up no other, and is tried again',
    async (part) => {
      await rig.enforce(
        part === 'takes'
          ? policyDocument({ takes: 'channel != "none"' })
          : policyDocument({ entries: `[{ name: all, when: 'channel != "none"', strategy: round-robin }]` }),
      );
      let isMended = false;
      const failing = (condition: Condition): Condition => ({
        ...condition,
        evaluate: (row) => {
          if (row['channel'] === 'phone' && !isMended) throw new TypeError('a defect');
          return condition.evaluate(row);
        },
      });
      rig.dispatch(undefined, (...said) => {
        const spec = compileAssignment(...said);
        if (part === 'takes') return spec && { ...spec, takes: failing(spec.takes!) };
        return spec && { ...spec, entries: spec.entries.map((entry) => ({ ...entry, when: failing(entry.when!) })) };
      });
      const stuck = await rig.capture({ channel: 'phone' });
      const other = await rig.capture();
      await rig.settled();
      expect([await rig.holderOf(stuck), await rig.holderOf(other)]).toEqual([{ kind: 'pool', id: 'intake' }, person('Ana')]);
      isMended = true;
      await rig.comes(async () => (await rig.holderOf(stuck))?.kind === 'person');
      await rig.settled();
      expect((await rig.decisions('North')).map(({ leadId }) => leadId)).toEqual([other, stuck]);
    },
  );

  it('R6.5 an event that cannot be read stops dispatch, and a person is told', async () => {
    await rig.enforce(policyDocument());
    let isMended = false;
    rig.dispatch(undefined, (...said) => {
      if (!isMended) throw new TypeError('a defect');
      return compileAssignment(...said);
    });
    const lead = await rig.capture();
    await rig.comes(() => rig.alerts.length > 0);
    expect(rig.alerts[0]).toMatchObject({
      kind: 'automation-stuck',
      to: { role: 'data-owner' },
      text: expect.stringContaining('a defect'),
    });
    isMended = true;
    await rig.comes(async () => (await rig.holderOf(lead))?.kind === 'person');
    expect(rig.alerts).toHaveLength(1);
  });

  it('two processes share the teams, and together decide about each lead once; when one goes the other takes over', async () => {
    await rig.leads.hire('South', 'Sue');
    await rig.hours('South');
    await rig.enforce(policyDocument({ takes: 'channel != "phone"' }));
    await rig.enforce(policyDocument({ name: 'south', team: 'South', takes: 'channel == "phone"' }));
    const first = rig.dispatch();
    rig.dispatch();
    const leads = await Promise.all(Array.from({ length: 20 }, (_, n) => rig.capture({ channel: n % 4 === 0 ? 'phone' : 'search' })));
    await rig.settled();
    await first.stop();
    leads.push(...(await Promise.all(Array.from({ length: 4 }, () => rig.capture()))));
    await rig.settled();
    const decisions = [...(await rig.decisions('North')), ...(await rig.decisions('South'))];
    expect(decisions.map(({ leadId }) => leadId).sort()).toEqual([...leads].sort());
    expect(new Set((await rig.decisions('South')).map(({ chosen }) => (chosen as { id: string }).id))).toEqual(new Set(['Sue']));
    for (const lead of leads) expect(types(await rig.events(`lead-${lead}`))).toEqual(['lead.captured', 'lead.assigned']);
  });

  it('T4 the live state, one folded from the log, and one restored from a snapshot are equal', async () => {
    await rig.enforce(policyDocument({ entries: '[{ name: all, strategy: weighted, weights: { Ana: 3, Bo: 2 } }]' }));
    const { dispatcher } = rig.dispatch();
    const leads: string[] = [];
    for (let n = 0; n < 12; n++) leads.push(await rig.capture());
    await rig.settled();
    await rig.act(leads[0]!, { do: 'win-lead' });
    await rig.act(leads[1]!, { do: 'release-lead', reason: 'not mine' }, 'Bo');
    await rig.settled();
    const folded = await rig.folded();
    expect(stateOf(dispatcher.state)).toEqual(stateOf(folded));
    // Several processes may write theirs at once: one of them stands, whole.
    await Promise.all([1, 2, 3, 4].map(() => saveFold(rig.pool, folded)));
    await saveFold(rig.pool, await rig.folded(folded.position - 7));
    const restored = await restoreFold({ pool: rig.pool, compile: compileAssignment, holderRule: holdingAfter }, logFeed(rig.pool));
    expect(restored.position).toBe(folded.position - 7);
    await followLog(logFeed(rig.pool), restored);
    expect(stateOf(restored)).toEqual(stateOf(folded));
  });
});

describe('with a clock that is set by hand', () => {
  const clock = fixedClock('2026-04-04T21:59:00.000Z');
  let rig: DispatchRig;
  let running: ReturnType<DispatchRig['dispatch']>;
  beforeAll(async () => {
    rig = await dispatchRig({ clock });
    await rig.leads.hire('North', 'Ana');
    await rig.hours('North', { hours: '["09:00-17:00"]', days: 'mon-fri', zone: 'Europe/Berlin' });
    await rig.enforce(policyDocument({ outsideHours: 'hold-until-open' }));
    running = rig.dispatch();
  });
  afterAll(() => rig.close());

  it('R2.2 R2.18 a lead of Saturday night is held, on record, and decided when the team opens, once', async () => {
    const lead = await rig.capture();
    await rig.settled();
    expect(await rig.decisions('North')).toMatchObject([{ leadId: lead, chosen: null, heldUntil: '2026-04-06T07:00:00.000Z' }]);
    expect(await rig.holderOf(lead)).toEqual({ kind: 'pool', id: 'intake' });
    clock.set('2026-04-06T09:30:00.000Z');
    await rig.comes(async () => (await rig.holderOf(lead))?.kind === 'person');
    await rig.settled();
    expect(await rig.holderOf(lead)).toEqual(person('Ana'));
    const events = await rig.events('dispatch-North');
    expect(types(events)).toEqual(['assignment.held', 'assignment.woken', 'assignment.decided']);
    // However late it is recorded, it was due at the opening.
    expect(events[1]!.metadata.occurredAt).toEqual({ precision: 'instant', value: '2026-04-06T07:00:00.000Z' });
  });

  /** A lead that the stand-in for Ana has at eight o'clock of `day`, from a dispatcher whose every try to give it back goes through `attempt`. */
  const standingIn = async (day: string, attempt: (nth: number) => void) => {
    clock.set(`${day}T08:00:00.000Z`);
    await rig.do({ do: 'announce-absence', rep: 'Ana', kind: 'holiday', from: clock.now().toISOString(), to: `${day}T12:00:00.000Z` });
    await rig.leads.hire('Heads', 'Mia');
    await rig.do({ do: 'name-manager', team: 'North', person: 'Mia' });
    await rig.enforce(
      policyDocument({ name: 'north', unavailable: '{ sources: [absence], graceMinutes: 0, fallback: [manager], returns: true }' }),
    );
    await running.stop();
    let tries = 0;
    running = rig.dispatch((commands) => ({
      execute: async (...said) => {
        if (said[1].do === 'transfer-lead') attempt(++tries);
        return commands.execute(...said);
      },
    }));
    const lead = await rig.capture();
    await rig.settled();
    expect(await rig.holderOf(lead)).toEqual(person('Mia'));
    clock.set(`${day}T13:00:00.000Z`);
    return { lead, tries: () => tries };
  };

  it('R2.1 a lead that could not go back while a store was away goes back afterwards', async () => {
    const { lead, tries } = await standingIn('2026-04-07', (nth) => {
      if (nth <= 2) throw unavailable('EVENT_STORE.UNAVAILABLE', 'away');
    });
    await rig.comes(() => tries() > 2);
    await rig.settled();
    expect(tries()).toBe(3);
    expect(await rig.holderOf(lead)).toEqual(person('Ana'));
  });

  it('a lead that a defect keeps from going back is tried once', async () => {
    const { lead, tries } = await standingIn('2026-04-08', () => {
      throw new TypeError('a defect');
    });
    for (let round = 0; round < 3; round++) {
      await rig.capture();
      await rig.settled();
    }
    expect(tries()).toBe(1);
    expect(await rig.holderOf(lead)).toEqual(person('Mia'));
  });
});
