import { factsOf } from '../facts/facts-of.js';
import { positionedEvent } from '../facts/positioned-event.js';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { sampleHistory } from '../testing/random-history.features.js';
import { compiled } from '../testing/reporter.features.js';
import { exportHistory } from './export-history.js';
import { GoldenRun } from './golden-run.js';
import { readHistory } from './read-history.js';

const source = sampleHistory(5);
const events = source.entries.map(({ event }) => event);
const head = { history: 'slice', describe: 'A slice', zone: 'UTC', ask: [{ from: '2026-01-01', to: '2026-12-31' }] };
const text = exportHistory(head, events);

describe('R5.16 a slice of the log as a golden history', () => {
  it('gives the numbers that the log gives, by every definition that ships', async () => {
    const exported = readHistory('slice.history.ndjson', text);
    const original = { ...exported, entries: source.entries };
    const [before, after] = [await GoldenRun.over(original), await GoldenRun.over(exported)];
    try {
      for (const { name, version, document } of shippedDefinitions()) {
        const definition = compiled(document, version);
        const question = { ...exported.ask[0]!, ...(definition.definition.entity.spread !== undefined && { from: '2026-03-01' }) };
        const figures = async (run: GoldenRun) => {
          const { total, rows } = await run.figures(definition, question);
          return { total, values: rows.map(({ value, count }) => `${String(value)} ${String(count)}`).sort() };
        };
        expect({ name, version, ...(await figures(after)) }).toEqual({ name, version, ...(await figures(before)) });
      }
    } finally {
      before.close();
      after.close();
    }
  });

  it('holds nobody: no id of a lead, a person, a contact point or a rep, and nothing sealed', () => {
    const ids = source.entries.flatMap((entry) => {
      const { person, owner, phone, email, external_id: record, actor, subject, category } = factsOf(positionedEvent(entry));
      return [person, owner, phone, email, record, actor, category === 'lead' || category === 'rep' ? subject : null];
    });
    const words = new Set(text.match(/"[^"]*"/g)!.map((word) => word.slice(1, -1)));
    const staying = [...new Set(ids)].filter((id): id is string => typeof id === 'string' && id !== 'intake');
    expect(staying.length).toBeGreaterThan(5);
    expect(staying.filter((id) => words.has(id) || words.has(`lead-${id}`))).toEqual([]);
    expect(text).not.toContain('"sealed"');
    expect(exportHistory(head, events)).toBe(text);
  });
});
