import fc from 'fast-check';
import { type AssignmentDecision, type PositionedEvent } from '#libs/contracts';
import { holdingAfter } from '#libs/leads';
import { caseOf } from '../dispatcher/waiting-leads.js';
import { nobodyKnown } from './assignment-case.js';
import { decideAssignment } from './decide-assignment.js';
import { type DispatchFold } from './dispatch-fold.js';
import { chosenOf, GivenLog, stateOf } from './given-dispatch.fixture.js';
import { type OpenLead } from './open-lead.js';

const person = (id: string) => ({ kind: 'person' as const, id });
const REPS = ['A', 'B', 'C', 'D', 'E'];

/** Anything that may happen around dispatch, in any order. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('capture' as const), product: fc.constantFrom('servers', 'Server', 'rack', 'chairs') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('import' as const), rep: fc.constantFrom(...REPS) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('decide' as const), give: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('give' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'transfer' as const,
        'claim' as const,
        'release' as const,
        'win' as const,
        'lose' as const,
        'spoil' as const,
        'reopen' as const,
        'correct' as const,
      ),
      lead: fc.nat(),
      rep: fc.constantFrom(...REPS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('away' as const, 'leave' as const, 'join' as const), rep: fc.constantFrom(...REPS) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cap' as const), rep: fc.constantFrom(...REPS), cap: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'alias' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.nat(30) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const policy = {
  bypasses: '[{ name: company, kind: related-owner, to: related-owner, evenAtCapacity: false, countsInFairness: true }]',
  entries: `[{ name: servers, when: 'product == "servers"', strategy: weighted, weights: { A: 3, B: 2 } }, { name: rest, strategy: least-loaded }]`,
  outsideHours: 'hold-until-open',
};

function play(steps: readonly Step[]): GivenLog {
  const log = new GivenLog(undefined, holdingAfter)
    .hire('North', ...REPS)
    .hours('North')
    .enforce(policy);
  const leads: string[] = [];
  const closed = new Set<string>();
  for (const said of steps) {
    log.now += 1_000;
    const lead = 'lead' in said ? leads[said.lead % Math.max(1, leads.length)] : undefined;
    const holder = lead === undefined ? undefined : log.fold.leads.get(lead)?.holder;
    switch (said.do) {
      case 'capture':
        leads.push(log.capture(`lead ${leads.length}`, { product: said.product, company: `c${leads.length % 7}` }));
        break;
      case 'import':
        leads.push(log.capture(`lead ${leads.length}`, {}, { importId: 'crm', holder: person(said.rep) }));
        break;
      case 'decide':
        log.decide({ give: said.give });
        break;
      case 'give':
        for (const { decision, overtaken } of [...log.fold.work.promises.values()])
          if (!overtaken)
            log.move(decision.leadId, decision.chosen!, 'lead.assigned', {
              kind: 'automation',
              by: 'north@1',
              decisionId: decision.decisionId,
            });
        break;
      case 'transfer':
      case 'claim':
        if (holder) log.move(lead!, person(said.rep), said.do === 'claim' ? 'lead.claimed' : 'lead.transferred');
        break;
      case 'release':
        if (holder?.kind === 'person') log.move(lead!, { kind: 'pool', id: 'intake' }, 'lead.released', { by: holder.id });
        break;
      case 'win':
      case 'lose':
      case 'spoil':
        if (!holder) break;
        closed.add(lead!);
        if (said.do === 'win') log.tell(`lead-${lead!}`, 'lead.won', { value: null, reason: null });
        else if (said.do === 'lose') log.tell(`lead-${lead!}`, 'lead.lost', { reason: null });
        else log.tell(`lead-${lead!}`, 'lead.marked-invalid', { reason: 'spam' });
        break;
      case 'reopen':
        if (lead !== undefined && closed.delete(lead)) log.tell(`lead-${lead}`, 'lead.reopened', { reason: null });
        break;
      case 'correct':
        if (lead !== undefined)
          log.tell(`lead-${lead}`, 'lead.ownership-corrected', { to: person(said.rep), team: null, until: null, reason: 'late' });
        break;
      case 'away':
        log.tell(`rep-${said.rep}`, 'rep.absence-announced', {
          absenceId: `${log.events.length}`,
          kind: 'sick',
          from: new Date(log.now).toISOString(),
          to: new Date(log.now + 7_200_000).toISOString(),
          cover: null,
          note: null,
        });
        break;
      case 'leave':
        log.tell(`rep-${said.rep}`, 'rep.deactivated', { reason: null });
        break;
      case 'join':
        log.tell(`rep-${said.rep}`, 'rep.joined', { repId: said.rep, name: said.rep, attributes: {} });
        log.tell(`rep-${said.rep}`, 'rep.team-joined', { team: 'North' });
        break;
      case 'cap':
        log.tell(`rep-${said.rep}`, 'rep.capacity-set', { holdingCap: said.cap, intakeCap: null });
        break;
      case 'pause':
        log.tell('policy-assignment-north', 'policy.paused', { version: 1, reason: 'test' });
        break;
      case 'resume':
        log.tell('policy-assignment-north', 'policy.resumed', { version: 1, reason: 'test' });
        break;
      case 'alias':
        log.vocabulary('product', {
          servers: log.fold.vocabularies.library.names.length > 0 ? ['server', 'rack'] : ['server'],
          chairs: [],
        });
        break;
      case 'wait':
        log.now += said.hours * 3_600_000;
    }
  }
  return log;
}

const stories = fc.array(step, { minLength: 5, maxLength: 80 }).map((steps) => ({ steps, log: play(steps) }));
const decisionsOf = (log: GivenLog): readonly PositionedEvent<'assignment.decided' | 'assignment.held'>[] =>
  log.events.flatMap((event) => (event.type === 'assignment.decided' || event.type === 'assignment.held' ? [event] : []));

function tell(fold: DispatchFold, events: readonly PositionedEvent[], upTo: number): void {
  for (const event of events) {
    if (event.position <= fold.position || event.position > upTo) continue;
    fold.apply(
      event,
      fold.needsStream(event) === null
        ? undefined
        : events.filter(({ stream, position }) => stream === event.stream && position <= event.position),
    );
  }
}

const remade = (fold: DispatchFold, made: AssignmentDecision): AssignmentDecision => {
  const at = Date.parse(made.decidedAt.at);
  const lead: OpenLead = fold.leads.get(made.leadId)!;
  const todo = { lead, policy: fold.policiesAt(at).find(({ mode }) => mode === made.mode)! };
  const standing = { ...nobodyKnown, relatedOwner: fold.leads.relatedOwner(lead) };
  return decideAssignment(todo.policy.spec, made.policy.version, fold, caseOf(todo, made.decisionId, at, standing));
};

describe('the fold of dispatch', () => {
  it('R2.11 T6 any decision made again from the log up to its position is the same, to the byte', () => {
    fc.assert(
      fc.property(stories, ({ log }) => {
        for (const { data } of decisionsOf(log)) {
          const fold = log.empty();
          tell(fold, log.events, data.decidedAt.position);
          expect(remade(fold, data)).toEqual(data);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('T4 rebuilt from the log it equals the live one, and so does one restored from what was written down on the way', () => {
    fc.assert(
      fc.property(stories, fc.nat(), ({ log }, at) => {
        const rebuilt = log.empty();
        tell(rebuilt, log.events, Infinity);
        expect(stateOf(rebuilt)).toEqual(stateOf(log.fold));

        const half = log.empty();
        tell(half, log.events, at % (log.events.length + 1));
        const saved = JSON.parse(JSON.stringify({ fold: half.save(), leads: [...half.leads.values()] })) as {
          fold: ReturnType<DispatchFold['save']>;
          leads: OpenLead[];
        };
        const restored = log.empty();
        for (const event of log.events)
          if (event.position <= half.position && !/^(lead|dispatch)-/.test(event.stream)) restored.apply(event);
        restored.restore(saved.fold, saved.leads);
        tell(restored, log.events, Infinity);
        expect(stateOf(restored)).toEqual(stateOf(log.fold));
      }),
      { numRuns: 60 },
    );
  });

  it('its own decisions may be told before the log brings them, and nothing is counted twice', () => {
    fc.assert(
      fc.property(stories, ({ log }) => {
        const early = log.empty();
        for (const [index, event] of log.events.entries()) {
          // What the process has just appended is one ahead of the spine.
          const next = log.events[index + 1];
          if (next?.stream === 'dispatch-North' && event.stream !== 'dispatch-North') {
            tell(early, log.events, event.position);
            early.applyOwn(next);
          }
        }
        tell(early, log.events, Infinity);
        expect(stateOf(early)).toEqual(stateOf(log.fold));
      }),
      { numRuns: 40 },
    );
  });

  it('T7 nobody who has left, is away or is full is ever chosen by an entry', () => {
    fc.assert(
      fc.property(stories, ({ log }) => {
        for (const { data } of decisionsOf(log)) {
          if (data.rule.kind !== 'entry' || data.chosen?.kind !== 'person' || data.fallbacks.length > 0) continue;
          const fold = log.empty();
          tell(fold, log.events, data.decidedAt.position);
          const rep = fold.rep(data.chosen.id)!;
          const at = Date.parse(data.decidedAt.at);
          expect(rep.status).toBe('active');
          expect(rep.absences.some(({ from, to }) => from <= at && (to === null || at < to))).toBe(false);
          const cap = rep.capacities.at(-1)?.holdingCap ?? null;
          if (cap !== null) expect(fold.load(rep.id).open).toBeLessThan(cap);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a lead is promised to one at a time, is never decided while it is, and imported history is never decided', () => {
    fc.assert(
      fc.property(stories, ({ log }) => {
        const imported = new Set(
          log.events.flatMap((event) => (event.type === 'lead.captured' && event.metadata.importId ? [event.data.leadId] : [])),
        );
        const fold = log.empty();
        for (const event of log.events) {
          if (event.type === 'assignment.decided') {
            expect(fold.work.promises.isPromised(event.data.leadId)).toBe(false);
            if (imported.has(event.data.leadId)) expect(fold.leads.get(event.data.leadId)!.arrived.by).toBe('command');
          }
          tell(fold, log.events, event.position);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('what a rep holds is what its leads say', () => {
    fc.assert(
      fc.property(stories, ({ log }) => {
        const held = new Map<string, number>();
        for (const { holder } of log.fold.leads.values()) if (holder.kind === 'person') held.set(holder.id, (held.get(holder.id) ?? 0) + 1);
        for (const { decision, overtaken } of log.fold.work.promises.values())
          if (!overtaken && decision.chosen?.kind === 'person') held.set(decision.chosen.id, (held.get(decision.chosen.id) ?? 0) + 1);
        for (const rep of REPS) expect([rep, log.fold.load(rep).open]).toEqual([rep, held.get(rep) ?? 0]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what follows from what people do', () => {
  it('R2.9 a lead given on by hand owes an override that names the decision; a second hand-over owes none', () => {
    const log = new GivenLog(undefined, holdingAfter).hire('North', 'A', 'B').enforce({});
    log.capture('one');
    const [decision] = log.decide();
    log.move('one', person('B'), 'lead.transferred', { by: 'Mia' });
    log.move('one', person('A'), 'lead.transferred', { by: 'Mia' });
    const owed = [...log.fold.work.owed.values()];
    expect(owed).toMatchObject([
      {
        type: 'assignment.overridden',
        data: {
          decisionId: decision!.decisionId,
          entry: 'everything',
          chosen: person('A'),
          to: person('B'),
          by: { id: 'Mia' },
          reason: 'test',
        },
      },
    ]);
    log.tell('dispatch-North', 'assignment.overridden', owed[0]!.data as never);
    expect(log.fold.work.owed.size).toBe(0);
  });

  it('R2.5 worked example: ten invalid leads are credited, which puts their rep ten turns ahead under count', () => {
    const log = new GivenLog(undefined, holdingAfter).hire('North', 'Ana', 'Bo').enforce({});
    expect(log.turns(20).filter((rep) => rep === 'Bo')).toHaveLength(10);
    const ofBo = [...log.fold.leads.values()].filter(({ holder }) => holder.kind === 'person' && holder.id === 'Bo');
    for (const { leadId } of ofBo) log.tell(`lead-${leadId}`, 'lead.marked-invalid', { reason: 'spam' });
    for (const { type, data } of [...log.fold.work.owed.values()]) log.tell('dispatch-North', type, data as never);
    expect(log.turns(11)).toEqual([...Array<string>(10).fill('Bo'), 'Ana']);
  });

  it('T18 whoever claims in between is named as the one who was faster, and the turn is given back', () => {
    const log = new GivenLog(undefined, holdingAfter).hire('North', 'A', 'B').enforce({});
    log.capture('one');
    const [decision] = log.decide({ give: false });
    log.move('one', person('B'), 'lead.claimed', { by: 'B' });
    expect(log.fold.work.promises.of('one')[0]!.overtaken).toEqual({ because: 'lead-moved', by: 'B' });
    expect(log.fold.load('A').open).toBe(0);
    log.tell('dispatch-North', 'assignment.superseded', {
      decisionId: decision!.decisionId,
      leadId: 'one',
      because: 'lead-moved',
      by: 'B',
      refused: null,
    });
    expect(log.turns(1)).toEqual(['A']);
  });

  it('a limit that stands against it: decided anew, without the one who could not take it', () => {
    const log = new GivenLog(undefined, holdingAfter).hire('North', 'A', 'B').enforce({});
    log.capture('one');
    const [decision] = log.decide({ give: false });
    log.tell('dispatch-North', 'assignment.superseded', {
      decisionId: decision!.decisionId,
      leadId: 'one',
      because: 'refused',
      by: null,
      refused: { rep: 'A', code: 'REP.FULL', message: 'full' },
    });
    const [again] = log.decide();
    expect(chosenOf(again!)).toBe('B');
    expect(again!.candidates[0]).toMatchObject({ rep: 'A', excluded: { code: 'refused', numbers: { because: 'REP.FULL' } } });
  });

  it('two teams that decided about one lead: one gives it, and neither rep has more than its leads say, in whatever order they are told', () => {
    const log = new GivenLog(undefined, holdingAfter).hire('North', 'A').hire('South', 'B').enforce({});
    log.capture('one');
    const before = log.events.length;
    const [north] = log.decide({ give: false });
    const south = { ...north!, decisionId: 'south', team: 'South', chosen: person('B') };
    const told = log.tell('dispatch-South', 'assignment.decided', south, { kind: 'automation' });
    log.move('one', person('A'), 'lead.assigned', { by: 'north@1', kind: 'automation', decisionId: north!.decisionId });
    const ofSouth = log.empty();
    tell(ofSouth, log.events, before);
    ofSouth.applyOwn(told);
    tell(ofSouth, log.events, log.events.length);
    for (const fold of [log.fold, ofSouth]) {
      expect([fold.load('A').open, fold.load('B').open]).toEqual([1, 0]);
      expect(fold.work.promises.of('one')).toMatchObject([{ team: 'South', overtaken: { because: 'lead-moved' } }]);
    }
    const because = { leadId: 'one', because: 'lead-moved', by: null, refused: null } as const;
    log.tell('dispatch-South', 'assignment.superseded', { ...because, decisionId: 'south' });
    expect(log.fold.work.promises.size).toBe(0);
    expect([log.fold.load('A').open, log.fold.load('B').open]).toEqual([1, 0]);
  });

  it('a lead that even the named fallback cannot take stays where it is, with an alert, and is not decided for ever', () => {
    const log = new GivenLog(undefined, holdingAfter).hire('North', 'A', 'Head').enforce({
      entries: `[{ name: mine, among: { reps: [A] }, strategy: round-robin }]`,
      fallback: '{ to: { rep: Head }, alert: data-owner }',
    });
    log.capture('one');
    const refuse = (decision: AssignmentDecision) =>
      log.tell('dispatch-North', 'assignment.superseded', {
        decisionId: decision.decisionId,
        leadId: 'one',
        because: 'refused',
        by: null,
        refused: { rep: chosenOf(decision), code: 'REP.INACTIVE', message: 'gone' },
      });
    for (const rep of ['A', 'Head']) {
      const [decision] = log.decide({ give: false });
      expect(chosenOf(decision!)).toBe(rep);
      refuse(decision!);
    }
    const [last] = log.decide({ give: false });
    expect(last).toMatchObject({ chosen: { kind: 'pool', id: 'intake' }, alert: expect.stringContaining('stays where it is') });
    expect(log.decide({ give: false })).toEqual([]);
    expect([...log.fold.work.alerts.values()]).toMatchObject([{ leadId: 'one' }]);
  });

  it('R2.10 a policy in test decides beside the live one, once a lead, and gives nobody anything', () => {
    const log = new GivenLog(undefined, holdingAfter).hire('North', 'A', 'B').enforce({});
    log.enforce({ name: 'zeta', entries: '[{ name: mine, strategy: weighted, weights: { A: 1, B: 5 } }]' }, 1, 'put-to-test');
    log.capture('one');
    const decisions = log.decide();
    expect(decisions.map(({ mode, policy }) => `${mode} ${policy.name}`)).toEqual(['live north', 'shadow zeta']);
    expect(log.fold.work.promises.size).toBe(0);
    log.tell('lead-one', 'lead.attributes-changed', { attributes: { region: 'north' } });
    expect(log.decide()).toEqual([]);
  });

  it('R2.7 what comes while the policy is off waits in the queue, and is decided when it is on again', () => {
    const given = new GivenLog(undefined, holdingAfter).hire('North', 'A');
    given.capture('before');
    given.now += 1;
    given.enforce({});
    given.tell('policy-assignment-north', 'policy.paused', { version: 1, reason: 'test' });
    given.capture('during');
    expect(given.decide()).toEqual([]);
    given.now += 1;
    given.tell('policy-assignment-north', 'policy.resumed', { version: 1, reason: 'test' });
    expect(given.decide().map(({ leadId }) => leadId)).toEqual(['during']);
  });
});
