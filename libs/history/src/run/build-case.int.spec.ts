import { outcomeOf } from '../reference/examples.fixture.js';

const mapping = `
mapping: late
source: crm
files:
  log: { path: log.csv, columns: { at: { type: instant }, recorded: { type: instant } } }
history:
  - file: log
    lead: =row.lead
    rowKey: [n]
    occurredAt: =row.at
    knownAt: =row.recorded
    events:
      - { do: capture-inquiry, when: row.kind == "new", source: crm }
      - { do: assign-lead, when: row.kind == "given", to: { person: =row.who } }
      - { do: correct-ownership, when: row.kind == "really", to: { person: =row.who }, reason: entered late }
`;

const historyOf = async (...rows: string[]): Promise<string[]> => {
  const { facts } = await outcomeOf(mapping, { 'log.csv': ['n,lead,at,recorded,kind,who', ...rows].join('\n') });
  return facts.map((fact) => `${fact.split(' ')[2]!} ${fact.split(' known ')[1] ?? 'from the import on'}`);
};

describe('the history of a lead', () => {
  it('R5.1 goes into the log as the source recorded it, whatever came true when', async () => {
    const history = await historyOf(
      '1,a,2024-01-01T09:00Z,2024-01-01T09:00Z,new,',
      '2,a,2024-01-02T09:00Z,2024-01-06T09:00Z,really,bo',
      '3,a,2024-01-04T09:00Z,2024-01-04T09:00Z,given,ana',
    );
    expect(history).toEqual([
      'capture-inquiry 2024-01-01T09:00:00.000Z',
      'assign-lead 2024-01-04T09:00:00.000Z',
      'correct-ownership 2024-01-06T09:00:00.000Z',
    ]);
  });

  it('R5.1 a row without a recording time takes away none that others have', async () => {
    const history = await historyOf(
      '1,a,2024-01-01T09:00Z,2024-01-01T09:00Z,new,',
      '2,a,2024-01-03T09:00Z,,given,cy',
      '3,a,2024-01-02T09:00Z,,given,ana',
      '4,a,2024-01-04T09:00Z,2024-01-06T09:00Z,really,bo',
    );
    expect(history).toEqual([
      'capture-inquiry 2024-01-01T09:00:00.000Z',
      'correct-ownership 2024-01-06T09:00:00.000Z',
      'assign-lead from the import on',
      'assign-lead from the import on',
    ]);
  });
});
