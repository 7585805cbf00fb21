import { outcomeOf } from '../reference/examples.fixture.js';

const mapping = `
mapping: forms
source: crm
files:
  log: { path: log.csv, columns: { at: { type: instant } } }
history:
  - file: log
    lead: =row.lead
    rowKey: [n]
    occurredAt: =row.at
    events:
      - { do: capture-inquiry, when: row.kind == "new", source: crm }
      - { do: win-lead, when: row.kind == "won", value: { amount: "12", currency: =row.said } }
      - { do: record-follow-up, when: row.kind == "note", type: note, direction: internal, note: =row.said }
      - { do: set-contract, when: row.kind == "contract", endsOn: "2027-01-31", zone: UTC, noticeDays: =row.said }
`;

describe('the form of what a row tells', () => {
  it('R3.3 a value that its action cannot take keeps out its row alone, and says which', async () => {
    const rows = [
      '1,a,2024-01-01T09:00Z,new,',
      '2,a,2024-01-02T09:00Z,won,EURO',
      `3,a,2024-01-03T09:00Z,note,${'x'.repeat(100_001)}`,
      '4,a,2024-01-04T09:00Z,contract,many',
      '5,a,2024-01-05T09:00Z,won,EUR',
    ];
    const { problems, facts, rejects } = await outcomeOf(mapping, { 'log.csv': ['n,lead,at,kind,said', ...rows].join('\n') });
    expect(problems).toEqual([]);
    expect(rejects).toEqual([
      'log 2 history.1.events.2.value.currency CURRENCY_INVALID',
      'log 3 history.1.events.3.note VALUE_INVALID',
      'log 4 history.1.events.4.noticeDays VALUE_INVALID',
    ]);
    expect(facts.map((fact) => fact.split(' ')[2])).toEqual(['capture-inquiry', 'win-lead']);
  });
});
