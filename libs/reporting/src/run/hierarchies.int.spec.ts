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
});
