import { chosenOf, GivenLog } from './given-dispatch.fixture.js';

const person = (id: string) => ({ kind: 'person' as const, id });
const weights = (text: string): string => `[{ name: everything, strategy: weighted, weights: ${text} }]`;

describe('turns', () => {
  it.each([
    ['{ A: 3, B: 2, C: 1 }', 'A B C A B A A B C A B A'],
    ['{ A: 1, B: 1, C: 1 }', 'A B C A B C'],
    ['{ A: 5, B: 1 }', 'A B A A A A A B A A A A'],
  ])('R2.4 weights %s give %s', (given, expected) => {
    const reps = ['A', 'B', 'C'].filter((rep) => given.includes(rep));
    const log = new GivenLog().hire('North', ...reps).enforce({ entries: weights(given) });
    const turns = expected.split(' ');
    expect(log.turns(turns.length)).toEqual(turns);
  });

  it('T5 thirty members and one lead a run, over thirty runs: nobody has more than one above anybody', () => {
    const reps = Array.from({ length: 30 }, (_, n) => `Rep ${String(n).padStart(2, '0')}`);
    const log = new GivenLog().hire('North', ...reps).enforce({});
    for (let run = 0; run < 30; run++) {
      log.turns(1);
      const counts = reps.map((rep) => log.fold.load(rep).open);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      log.now += 3_600_000;
    }
  });

  it('T4 a lead that is given to somebody else by hand moves no pointer', () => {
    const log = new GivenLog().hire('North', 'A', 'B', 'C').enforce({});
    log.turns(2);
    log.move('lead ' + String(log.events.findIndex(({ type }) => type === 'lead.captured')), person('C'), 'lead.transferred');
    expect(log.turns(2)).toEqual(['C', 'A']);
  });

  it('whoever joins later begins level with the lowest, and is not given all that came before', () => {
    const log = new GivenLog().hire('North', 'A', 'B').enforce({});
    log.turns(9);
    log.hire('North', 'C');
    expect(log.turns(5)).toEqual(['B', 'C', 'A', 'B', 'C']);
  });

  it('whoever was away comes back level with the others instead of being flooded', () => {
    const log = new GivenLog().hire('North', 'A', 'B').enforce({});
    log.turns(2);
    const from = new Date(log.now).toISOString();
    const to = new Date(log.now + 86_400_000).toISOString();
    log.tell('rep-B', 'rep.absence-announced', { absenceId: 'b', kind: 'holiday', from, to, cover: null, note: null });
    expect(log.turns(6)).toEqual(['A', 'A', 'A', 'A', 'A', 'A']);
    log.now += 86_400_000;
    expect(log.turns(4)).toEqual(['A', 'B', 'A', 'B']);
  });

  it('equal loads are drawn by the recorded seed: nobody is favoured by a name, and the same seed draws the same', () => {
    const log = new GivenLog().hire('North', ...'ABCDEFGH').enforce({ entries: '[{ name: all, strategy: least-loaded }]' });
    const decisions = Array.from({ length: 8 }, (_, n) => {
      log.capture(`lead ${n}`);
      return log.decide()[0]!;
    });
    expect(new Set(decisions.map(chosenOf)).size).toBe(8);
    expect(decisions[0]).toMatchObject({ comparison: { by: 'open leads', value: 0, tie: 'seed' }, seed: decisions[0]!.decisionId });
    expect(decisions.map(chosenOf)).not.toEqual([...'ABCDEFGH']);
  });
});

describe('who cannot have it', () => {
  const said = (log: GivenLog) => {
    log.capture('asked');
    return log.decide()[0]!;
  };

  it('R5.7 T7 departed, absent, over capacity, outside hours: each is excluded with its numbers, and never chosen', () => {
    const log = new GivenLog().hire('North', 'Absent', 'Full', 'Gone', 'Here', 'Night', 'Taken').enforce({ outsideHours: 'on-call' });
    const instant = (ms: number): string => new Date(log.now + ms).toISOString();
    log.tell('rep-Absent', 'rep.absence-announced', {
      absenceId: 'a',
      kind: 'sick',
      from: instant(-1),
      to: instant(3_600_000),
      cover: 'Here',
      note: null,
    });
    log.tell('rep-Gone', 'rep.deactivated', { reason: null });
    log.hours('Nights', ['22:00', '23:00']);
    log.tell('rep-Night', 'rep.calendar-set', { calendar: 'Nights' });
    log.tell('rep-Full', 'rep.capacity-set', { holdingCap: 2, intakeCap: null });
    log.tell('rep-Taken', 'rep.capacity-set', { holdingCap: null, intakeCap: 1 });
    for (const [lead, rep] of [
      ['one', 'Full'],
      ['two', 'Full'],
      ['three', 'Taken'],
    ] as const)
      log.move(log.capture(lead, {}, { importId: 'crm' }), person(rep));
    log.move('three', { kind: 'pool', id: 'elsewhere' });
    const decision = said(log);
    expect(chosenOf(decision)).toBe('Here');
    expect(decision.candidates.map(({ rep, excluded }) => [rep, excluded?.code, excluded?.numbers])).toEqual([
      ['Absent', 'absent', { until: instant(3_600_000), cover: 'Here' }],
      ['Full', 'at-holding-cap', { held: 2, cap: 2 }],
      ['Here', undefined, undefined],
      ['Night', 'outside-working-time', undefined]
        .slice(0, 1)
        .concat(['outside-working-time', { until: '2026-03-03T21:00:00.000Z' }] as never),
      ['Taken', 'at-intake-cap', { taken: 1, cap: 1, zone: 'UTC' }],
    ]);
  });

  it('a promise that the lead does not know of yet counts towards capacity', () => {
    const log = new GivenLog().hire('North', 'A', 'B').enforce({});
    log.tell('rep-A', 'rep.capacity-set', { holdingCap: 1, intakeCap: null });
    expect(log.turns(3, { give: false })).toEqual(['A', 'B', 'B']);
  });

  it('T2 what a rep of two teams took today is counted by the day of the team it joined last, as its limits are, whichever team asks', () => {
    const log = new GivenLog().hire('North', 'A').hours('North').hire('South').hours('South', ['09:00', '17:00'], 'Asia/Tokyo');
    log.now += 1_000;
    log.hire('South', 'A').enforce({});
    log.tell('rep-A', 'rep.capacity-set', { holdingCap: null, intakeCap: 1 });
    expect(log.turns(2)).toEqual(['A', 'intake']);
    // 16:30 in London and 17:30 in Berlin are half past one of the next day in Tokyo.
    log.now = Date.parse('2026-03-03T16:30:00.000Z');
    expect(log.turns(1)).toEqual(['A']);
  });

  it('R2.1 an absence shorter than the grace does not count; a longer one does', () => {
    const unavailable = '{ sources: [absence, working-time], graceMinutes: 30, fallback: [], returns: false }';
    const log = new GivenLog().hire('North', 'A').enforce({ unavailable });
    const until = (minutes: number): string => new Date(log.now + minutes * 60_000).toISOString();
    log.tell('rep-A', 'rep.absence-announced', { absenceId: 'a', kind: 'doctor', from: until(-1), to: until(30), cover: null, note: null });
    expect(chosenOf(said(log))).toBe('A');
    log.tell('rep-A', 'rep.absence-changed', { absenceId: 'a', kind: 'doctor', from: until(-1), to: until(31), cover: null, note: null });
    log.capture('later');
    expect(chosenOf(log.decide()[0]!)).toBe('intake');
  });

  it('announced leave excludes where the policy says so, before the last day', () => {
    const unavailable = '{ sources: [absence, leave-announced], graceMinutes: 0, fallback: [], returns: false }';
    const log = new GivenLog().hire('North', 'A', 'B').enforce({ unavailable });
    log.tell('rep-A', 'rep.leave-announced', { lastDay: '2026-06-30', endsAt: '2026-07-01T00:00:00.000Z' });
    const decision = said(log);
    expect(chosenOf(decision)).toBe('B');
    expect(decision.candidates[0]!.excluded).toEqual({ code: 'leave-announced', numbers: { lastDay: '2026-06-30' } });
  });

  it('the one who had it last waits for the cool-down of the pool', () => {
    const log = new GivenLog().hire('North', 'A').enforce({});
    const settings = {
      see: null,
      claim: null,
      maskedFields: [],
      claimsPerDay: null,
      holdingLimit: null,
      newLeadCoolDownMinutes: 0,
      movesTo: null,
    };
    log.tell('pool-intake', 'pool.settings-changed', {
      version: 1,
      settings: { ...settings, previousOwnerCoolDownMinutes: 60 },
      reason: 'test',
    });
    expect(log.turns(1)).toEqual(['A']);
    const lead = [...log.fold.leads.values()][0]!.leadId;
    log.now += 60_000;
    log.move(lead, { kind: 'pool', id: 'intake' }, 'lead.released', { by: 'A' });
    expect(log.decide()[0]!.candidates).toMatchObject([{ rep: 'A', excluded: { code: 'cool-down' } }]);
  });
});

describe('nobody can have it', () => {
  const away = (log: GivenLog, ...reps: string[]): void => {
    for (const rep of reps)
      log.tell(`rep-${rep}`, 'rep.absence-announced', {
        absenceId: rep,
        kind: 'holiday',
        from: new Date(log.now).toISOString(),
        to: new Date(log.now + 4 * 3_600_000).toISOString(),
        cover: null,
        note: null,
      });
  };

  it('R2.1 T8 all absent: the chain is asked in order, its end always takes the lead, and somebody is told', () => {
    const unavailable = '{ sources: [absence], graceMinutes: 0, fallback: [manager, { rep: Zoe }, { team: South }], returns: false }';
    const log = new GivenLog().hire('North', 'A', 'B').hire('South', 'S').hire('Heads', 'Mia', 'Zoe').enforce({ unavailable });
    log.tell('team-North', 'team.manager-named', { person: 'Mia' });
    away(log, 'A', 'B');
    log.capture('one');
    expect(log.decide()[0]).toMatchObject({
      chosen: person('Mia'),
      fallbacks: [{ step: 'manager', to: person('Mia'), failed: null }],
      alert: expect.stringContaining('2 absent'),
    });
    away(log, 'Mia', 'Zoe');
    log.capture('two');
    expect(log.decide()[0]).toMatchObject({
      chosen: person('S'),
      fallbacks: [
        { step: 'manager', failed: 'absent' },
        { step: 'rep', failed: 'absent' },
        { step: 'team South', to: person('S') },
      ],
    });
    away(log, 'S');
    log.capture('three');
    const [last] = log.decide();
    expect(last).toMatchObject({ chosen: { kind: 'pool', id: 'intake' }, alert: expect.any(String) });
    expect(last!.fallbacks.at(-1)).toEqual({ step: 'default', to: { kind: 'pool', id: 'intake' }, failed: null });
    expect([...log.fold.work.alerts.values()].map(({ leadId }) => leadId)).toEqual(['one', 'two', 'three']);
    expect(log.fold.work.waiting.size).toBe(0);
  });

  it('R2.1 the only one who is meant is away for four hours: the lead goes to the manager and is to return', () => {
    const unavailable = '{ sources: [absence], graceMinutes: 15, fallback: [manager], returns: true }';
    const log = new GivenLog().hire('North', 'X').hire('Heads', 'Mia').enforce({ unavailable });
    log.tell('team-North', 'team.manager-named', { person: 'Mia' });
    const back = new Date(log.now + 4 * 3_600_000).toISOString();
    away(log, 'X');
    log.capture('one');
    expect(log.decide()[0]).toMatchObject({ chosen: person('Mia'), returns: { rep: 'X', at: back } });
    expect(log.fold.work.returns.get('one')).toMatchObject({ rep: 'X', at: back });
  });

  it('an entry that matches nobody, and a policy without a matching entry, end with the named fallback', () => {
    const log = new GivenLog()
      .hire('North', 'A')
      .enforce({ entries: `[{ name: never, when: 'channel == "phone"', strategy: round-robin }]` });
    log.capture('one');
    expect(log.decide()[0]).toMatchObject({
      rule: { kind: 'fallback' },
      chosen: { kind: 'pool', id: 'intake' },
      alert: expect.stringContaining('No entry'),
    });
  });
});

describe('outside working time', () => {
  const SATURDAY = Date.parse('2026-04-04T21:59:00.000Z');
  const at = (outsideHours: string) => new GivenLog(SATURDAY).hire('North', 'A', 'B').hours('North').enforce({ outsideHours });

  it('R2.2 hold-until-open waits for the opening, across the weekend, and is decided then', () => {
    const log = at('hold-until-open');
    log.capture('one');
    expect(log.decide()[0]).toMatchObject({ chosen: null, heldUntil: '2026-04-06T07:00:00.000Z' });
    expect(log.fold.work.held.get('one')).toMatchObject({ until: '2026-04-06T07:00:00.000Z' });
    log.now = Date.parse('2026-04-06T07:00:00.000Z');
    log.tell('dispatch-North', 'assignment.woken', {
      decisionId: log.fold.work.held.get('one')!.decision.decisionId,
      leadId: 'one',
      dueAt: '2026-04-06T07:00:00.000Z',
    });
    expect(chosenOf(log.decide()[0]!)).toBe('A');
  });

  it('R2.2 assign-now asks everybody whatever the hour', () => {
    const log = at('assign-now');
    expect(log.turns(2)).toEqual(['A', 'B']);
  });

  it('R2.2 on-call asks whoever is on call, and the fallback where nobody is', () => {
    const log = at('on-call');
    log.tell('rep-B', 'rep.on-call-set', { shiftId: 's', from: '2026-04-04T00:00:00.000Z', to: '2026-04-05T22:00:00.000Z', team: null });
    expect(log.turns(1)).toEqual(['B']);
    log.now = Date.parse('2026-04-05T23:00:00.000Z');
    expect(log.turns(1)).toEqual(['intake']);
  });
});

describe('bypasses', () => {
  const known = { repeat: true, previousOwner: 'B', relatedOwner: null };
  const bypasses = '[{ name: known, kind: repeat, to: previous-owner, evenAtCapacity: true, countsInFairness: false }]';

  it('R2.4 a known customer goes to the previous owner, at capacity too, flagged, and moves no turn', () => {
    const log = new GivenLog().hire('North', 'A', 'B').enforce({ bypasses });
    log.tell('rep-B', 'rep.capacity-set', { holdingCap: 0, intakeCap: 0 });
    log.capture('one');
    expect(log.decide({ person: known })[0]).toMatchObject({
      rule: { kind: 'bypass', name: 'known' },
      chosen: person('B'),
      fairness: null,
    });
    log.tell('rep-B', 'rep.capacity-set', { holdingCap: null, intakeCap: null });
    expect(log.turns(2)).toEqual(['A', 'B']);
  });

  it('R2.4 a VIP goes to the one who is named, before any entry', () => {
    const vip = "[{ name: vip, kind: vip, when: 'vip == true', to: { rep: Mia }, countsInFairness: false }]";
    const log = new GivenLog().hire('North', 'A').hire('Heads', 'Mia').enforce({ bypasses: vip });
    log.capture('one', { vip: true });
    log.capture('two');
    expect(log.decide().map(chosenOf)).toEqual(['Mia', 'A']);
  });

  it('a lead of a company that somebody has goes to that one', () => {
    const related = '[{ name: company, kind: related-owner, to: related-owner, countsInFairness: true }]';
    const log = new GivenLog().hire('North', 'A', 'B').enforce({ bypasses: related });
    log.capture('old', { company: 'Acme' }, { importId: 'crm' });
    log.move('old', person('B'));
    log.capture('new', { company: ' ACME' });
    log.capture('other', { company: 'Else' });
    expect(log.decide().map(chosenOf)).toEqual(['B', 'A']);
  });
});

describe('conditions', () => {
  it('R2.19 a company above 50 people asking about servers goes to the senior with the best win rate in servers', () => {
    const entries = `[{ name: servers, when: 'size > 50.0 && product == "servers"', among: { where: 'rep.role == "senior"' }, strategy: best-fit, fit: 'rep.serverWins' }, { name: rest, strategy: round-robin }]`;
    const more = 'figures: { serverWins: { of: win-rate, having: { attribute: product, value: servers }, minimum: 2 } }\n';
    const log = new GivenLog().hire('North', 'Junior', 'Rookie', 'Senior A', 'Senior B').enforce({ entries, more });
    for (const rep of ['Senior A', 'Senior B'])
      log.tell(`rep-${rep}`, 'rep.membership-changed', { team: 'North', role: 'senior', weight: 1 });
    const closed = (rep: string, product: string, won: boolean): void => {
      const lead = log.capture(`closed ${log.events.length}`, { product }, { importId: 'crm' });
      log.move(lead, person(rep));
      if (won) log.tell(`lead-${lead}`, 'lead.won', { value: null, reason: null });
      else log.tell(`lead-${lead}`, 'lead.lost', { reason: null });
    };
    for (const [rep, product, won] of [
      ['Senior A', 'servers', true],
      ['Senior A', 'servers', false],
      ['Senior B', 'servers', true],
      ['Senior B', 'servers', true],
      ['Senior A', 'chairs', true],
      ['Senior A', 'chairs', true],
      ['Junior', 'servers', true],
      ['Junior', 'servers', true],
    ] as const)
      closed(rep, product, won);
    log.capture('asked', { size: 80, product: 'servers' });
    const [decision] = log.decide();
    expect(decision).toMatchObject({
      rule: { name: 'servers' },
      chosen: person('Senior B'),
      comparison: { by: 'fit', best: 'highest', value: 1, next: { rep: 'Senior A', value: 0.5 } },
    });
    expect(decision!.candidates.slice(0, 2)).toMatchObject([
      { excluded: { code: 'does-not-match' } },
      { excluded: { code: 'does-not-match' } },
    ]);
  });

  it('territory asks those who have it', () => {
    const log = new GivenLog().hire('North', 'A', 'B').enforce({ entries: '[{ name: where, strategy: territory, by: region }]' });
    log.tell('rep-B', 'rep.profile-changed', { name: 'B', attributes: { region: 'north, west' } });
    log.capture('one', { region: 'west' });
    expect(log.decide()[0]).toMatchObject({
      chosen: person('B'),
      candidates: [{ excluded: { code: 'other-territory', numbers: { has: null, wanted: 'west' } } }, {}],
    });
  });

  it('longest waiting: who was never given anything first, then whose last turn is longest ago', () => {
    const log = new GivenLog().hire('North', 'A', 'B', 'C').enforce({ entries: '[{ name: all, strategy: longest-waiting }]' });
    const first = log.turns(3);
    expect([...first].sort()).toEqual(['A', 'B', 'C']);
    expect(log.turns(3)).toEqual(first);
  });
});
