import { entities } from '../entities/entities.js';
import { type Fact } from '../entities/entity.js';
import { leadFacts, leadRecords } from '../entities/lead-context.js';

const line = (name: string, type: string, describe: string): string => `| \`${name}\` | ${type} | ${describe} |`;
const factLines = (facts: Readonly<Record<string, Fact>>): string[] =>
  Object.entries(facts).map(([name, fact]) => line(name, fact.type === 'record' ? 'attributes' : fact.type, fact.describe));
const head = ['| fact | type | what it says |', '|---|---|---|'];

/** The tables of facts in `docs/reference/definitions.md`, from the code that compiles them. */
export function factTables(): string {
  const sections = Object.values(entities).map((entity) => {
    const own = Object.fromEntries(Object.entries(entity.facts).filter(([name, fact]) => leadFacts[name] !== fact));
    const lines = [
      ...factLines(own),
      ...Object.entries(entity.times).map(([name, time]) => line(name, 'timestamp', time.describe)),
      ...Object.entries(entity.durations).map(([name, duration]) => line(name, 'duration', duration.describe)),
    ];
    return [`### ${entity.name}`, '', entity.describe, '', ...head, ...lines].join('\n');
  });
  return [
    ...sections,
    [
      '### The lead',
      '',
      'Directly on `lead`, `open_lead`, `lead_month`, `deal` and `pipeline_deal` (where they say nothing else themselves), under `lead.` elsewhere.',
      '',
      ...head,
      ...factLines(leadFacts),
      ...Object.entries(leadRecords).flatMap(([record, facts]) =>
        factLines(Object.fromEntries(Object.entries(facts).map(([name, fact]) => [`${record}.${name}`, fact]))),
      ),
    ].join('\n'),
  ].join('\n\n');
}
