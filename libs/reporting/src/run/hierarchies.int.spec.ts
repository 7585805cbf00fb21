import { History, person } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { libraryOf } from '../testing/vocabularies.features.js';

const on = (day: string): { readonly knownAt: string } => ({ knownAt: `2026-${day}T10:00:00Z` });

describe('hierarchies that are valid in time', () => {
  it('R3.1 R1.11 a row counts for the team of its moment, under what that team belonged to on its day', async () => {
    const teams = libraryOf(`vocabulary: teams
title: Teams and what they belong to
codes:
  inbound: { label: Inbound, parent: [{ code: sales }, { code: marketing, from: 2026-04-01 }] }
  field: { parent: sales }
  sales: { parent: company }
  marketing: { parent: company }
  company:
`);
    const history = new History();
    const given = (lead: string, team: string, day: string): void => {
      history.inquiry(lead, { first: true, holder: person('ana'), team }, on(day));
      history.add(`lead-${lead}`, { type: 'lead.won', data: { value: null, reason: null } }, on(day));
    };
    given('a', 'inbound', '03-10');
    given('b', 'inbound', '04-10');
    given('c', 'field', '04-11');
    // Ana moves to the field in May: what was won before stays where it was.
    history.add(
      'lead-b',
      { type: 'lead.ownership-corrected', data: { to: person('ana'), team: 'field', until: null, reason: 'moved' } },
      on('05-02'),
    );
    const reporter = await Reporter.over(history, undefined, teams);
    const wins = compiled(
      `definition: wins
title: Won deals by division
entity: deal
date: closed
terms: { won: outcome == "won" }
measure: count
dimensions:
  division: parent(team, "teams")
  company: parent(parent(team, "teams"), "teams")
by: [month, division, company]
`,
      1,
      teams,
    );
    const { rows } = await reporter.run(wins, { from: '2026-03-01', to: '2026-05-31' });
    expect(rows.map((row) => [row['month'], row['division'], row['company'], row['value']])).toEqual([
      ['2026-03', 'sales', 'company', 1],
      ['2026-04', 'marketing', 'company', 1],
      ['2026-04', 'sales', 'company', 1],
    ]);
    reporter.close();
  });

  describe('R0.22 the teams of a rep', () => {
    const wins = (more = ''): ReturnType<typeof compiled> =>
      compiled(`definition: wins
title: Won deals by the teams of who won them
entity: deal
date: closed
terms: { won: outcome == "won" }
measure: count
dimensions:
  inbound: '(", " + rep_teams + ",").contains(", inbound,")'
by: [rep_teams]
${more}`);
    const period = { from: '2026-03-01', to: '2026-06-30' };
    const story = (): History => {
      const history = new History();
      const rep = (event: 'rep.team-joined' | 'rep.team-left', team: string, day: string, knownAt = day): void => {
        history.add('rep-ana', { type: event, data: { team } }, { occurredAt: `2026-${day}T08:00:00Z`, ...on(knownAt) });
      };
      const won = (lead: string, day: string): void => {
        history.inquiry(lead, { first: true, holder: person('ana'), team: 'inbound' }, on(day));
        history.add(`lead-${lead}`, { type: 'lead.won', data: { value: null, reason: null } }, on(day));
      };
      won('before', '03-01');
      rep('rep.team-joined', 'inbound', '03-02');
      won('one', '03-10');
      rep('rep.team-joined', 'field', '04-01');
      won('both', '04-10');
      won('both too', '04-11');
      rep('rep.team-left', 'inbound', '05-01');
      won('other', '05-10');
      // That she had been in the key accounts since the end of May was entered in June.
      won('late', '05-30');
      rep('rep.team-joined', 'key', '05-28', '06-10');
      history.add('rep-ana', { type: 'rep.deactivated', data: { reason: null } }, on('06-20'));
      won('after', '06-25');
      return history;
    };
    const rowsOf = async (reporter: Reporter, of: ReturnType<typeof compiled>, ask: object = {}): Promise<unknown> => {
      const { rows, total } = await reporter.run(of, { ...period, ...ask });
      expect(rows.reduce((sum, { value }) => sum + Number(value), 0)).toBe(total);
      return rows.map((row) => [row[(ask as { by?: string[] }).by?.[0] ?? 'rep_teams'], row['value']]);
    };

    it('are those of the moment of the row; a rep of two counts once, under both together', async () => {
      const reporter = await Reporter.over(story());
      const now = [
        ['field', 1],
        ['field, inbound', 2],
        ['field, key', 1],
        ['inbound', 1],
        [null, 2],
      ];
      expect(await rowsOf(reporter, wins())).toEqual(now);
      // The team that the lead counts for is another question.
      expect(await rowsOf(reporter, wins(), { by: ['team'] })).toEqual([['inbound', 7]]);
      expect(await rowsOf(reporter, wins(), { by: ['inbound'] })).toEqual([
        [false, 2],
        [true, 3],
        [null, 2],
      ]);
      reporter.close();
    });

    it('are those that were on record then, or at an instant, where that is asked for; a correction moves the others alone', async () => {
      const reporter = await Reporter.over(story());
      const then = [
        ['field', 2],
        ['field, inbound', 2],
        ['inbound', 1],
        [null, 2],
      ];
      expect(await rowsOf(reporter, wins('credit: { owner: at_event, known: then }\n'))).toEqual(then);
      const early = { ...period, knownAt: '2026-06-01T00:00:00Z' };
      expect(await rowsOf(reporter, wins(), early)).toEqual([
        ['field', 2],
        ['field, inbound', 2],
        ['inbound', 1],
        [null, 1],
      ]);
      // Of the owner of today, the teams of today: there are none left.
      expect(await rowsOf(reporter, wins('credit: today\n'))).toEqual([[null, 7]]);
      reporter.close();
    });

    it('are those of the end of the day, in its zone, where a row is a day or a month', async () => {
      const history = new History();
      const rep = (event: 'rep.team-joined' | 'rep.team-left', team: string, at: string): void => {
        history.add('rep-ana', { type: event, data: { team } }, { knownAt: `2026-${at}:00Z` });
      };
      history.inquiry('a', { first: true, holder: person('ana'), team: 'inbound' }, on('03-29'));
      rep('rep.team-joined', 'inbound', '03-30T08:00');
      rep('rep.team-joined', 'field', '03-31T22:30');
      // In between she was in three teams for an hour: no day ends with them.
      rep('rep.team-joined', 'key', '04-01T12:00');
      rep('rep.team-left', 'key', '04-01T13:00');
      rep('rep.team-left', 'inbound', '04-03T08:00');
      history.add('lead-a', { type: 'lead.attributes-changed', data: { attributes: {} } }, on('04-04'));
      const reporter = await Reporter.over(history);
      const of = (entity: string, zone: string) =>
        compiled(`definition: teams\ntitle: T\nzone: ${zone}\nentity: ${entity}\nmeasure: count\nby: [day, rep_teams]\n`);
      const teams = async (entity: string, zone: string): Promise<unknown[]> => {
        const { rows, total } = await reporter.run(of(entity, zone), period);
        expect(rows).toHaveLength(Number(total));
        return rows.map((row) => [String(row['day']).slice(5), row['rep_teams']]);
      };
      const days = (lastOfMarch: string): unknown[] => [
        ['03-29', null],
        ['03-30', 'inbound'],
        ['03-31', lastOfMarch],
        ['04-01', 'field, inbound'],
        ['04-02', 'field, inbound'],
        ['04-03', 'field'],
        ['04-04', 'field'],
      ];
      expect(await teams('ownership_day', 'UTC')).toEqual(days('field, inbound'));
      expect(await teams('ownership_day', 'Europe/Berlin')).toEqual(days('inbound'));
      const months = (lastOfMarch: string): unknown[] => [
        ['03-31', lastOfMarch],
        ['04-04', 'field'],
      ];
      expect(await teams('lead_month', 'UTC')).toEqual(months('field, inbound'));
      expect(await teams('lead_month', 'Europe/Berlin')).toEqual(months('inbound'));
      reporter.close();
    });

    it('are those of who published a number, at the moment it was told', async () => {
      const history = story();
      const reporter = await Reporter.over(history);
      const { receipt } = await reporter.run(wins(), period);
      const published = (figureId: string, day: string): void => {
        const data = { name: 'wins', version: 1, figureId, receipt };
        history.add('definition-wins', { type: 'definition.figure-published', data }, { actor: 'ana', ...on(day) });
      };
      published('one', '07-01');
      history.add('rep-ana', { type: 'rep.joined', data: { repId: 'ana', name: 'Ana', attributes: {} } }, on('07-02'));
      history.add('rep-ana', { type: 'rep.team-joined', data: { team: 'board' } }, on('07-02'));
      published('two', '07-03');
      const figures = compiled(
        'definition: figures\ntitle: T\nentity: published_figure\ndate: published\nmeasure: count\nby: [rep_teams]\n',
      );
      const { rows } = await reporter.run(figures, { from: '2026-07-01', to: '2026-07-31' });
      expect(rows.map((row) => [row['rep_teams'], row['value']])).toEqual([
        ['board', 1],
        [null, 1],
      ]);
      reporter.close();
    });
  });
});
