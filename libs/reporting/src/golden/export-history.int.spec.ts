import { readdirSync, readFileSync } from 'node:fs';
import { currentVersion, eventSchemas, type EventMetadata, eventTypes, type SealedEvent } from '#libs/contracts';
import { compileCel } from '#libs/expressions';
import { entities } from '../entities/entities.js';
import { schemaOf } from '../entities/schema-of.js';
import { factsOf } from '../facts/facts-of.js';
import { positionedEvent } from '../facts/positioned-event.js';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { sampleHistory } from '../testing/random-history.features.js';
import { compiled } from '../testing/reporter.features.js';
import { exportHistory } from './export-history.js';
import { GoldenRun } from './golden-run.js';
import { keptFields, type KeptShape } from './kept-fields.js';
import { namedBy } from './named-by-facts.js';
import { readHistory } from './read-history.js';

const source = sampleHistory(5);
const events = source.entries.map(({ event }) => event);
const head = { history: 'slice', describe: 'A slice', zone: 'UTC', ask: [{ from: '2026-01-01', to: '2026-12-31' }] };
const text = exportHistory(head, events);
const condition = (source: string) => compileCel(source, schemaOf(entities.lead));

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

interface Fixture {
  readonly type: keyof typeof eventSchemas;
  readonly schemaVersion: number;
  readonly data: Record<string, unknown>;
  readonly metadata: EventMetadata;
}
const folder = new URL('../../../contracts/src/fixtures/', import.meta.url);
const fixtures = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Fixture);

/** Named after what they are about, except those that are called otherwise. */
const STREAMS: Readonly<Record<string, string>> = { assignment: 'dispatch-north', fairness: 'dispatch-north', settings: 'settings-x' };
const sealedOf = (written: Fixture, index: number, stream: string): SealedEvent => ({ ...written, id: `e${index}`, stream, revision: 0 });
const streamOf = ({ type }: Fixture): string => STREAMS[type.split('.')[0]!] ?? `${type.split('.')[0]!}-x`;

/** A copy in which every text is a marker, except where the list keeps it as it is; `at` is told each path that was kept. */
function marked(value: unknown, shape: KeptShape | undefined, path: string, at: (path: string) => void): unknown {
  if (typeof value === 'string') {
    if (shape !== 'as-is') return `${MARKER} ${path}`;
    at(path);
    return value;
  }
  if (Array.isArray(value)) return value.map((each) => marked(each, shape, path, at));
  if (typeof value !== 'object' || value === null) return value;
  if (shape === 'whoever' && (value as { kind: string }).kind === 'person') return { ...value, id: `${MARKER} ${path}` };
  if (shape === 'whoever') return value;
  const of = (key: string) => (typeof shape === 'object' ? (shape[key] ?? shape['*']) : shape === 'as-is' ? shape : undefined);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner, of(key), `${path}.${key}`, at)]));
}
const MARKER = 'Zoe Zimmer';

/** Whether the schema itself says what a text may be: a closed list, an instant, a day, an amount. */
function isClosed(schema: unknown): boolean {
  const {
    anyOf,
    const: literal,
    pattern = '',
    type,
    items,
  } = schema as {
    anyOf?: unknown[];
    const?: unknown;
    pattern?: string;
    type?: string;
    items?: unknown;
  };
  if (Array.isArray(items)) return items.every(isClosed);
  if (items !== undefined) return isClosed(items);
  return literal !== undefined || type === 'null' || /d\{|A-Z|01|0-9/.test(pattern) || (anyOf?.every(isClosed) ?? false);
}

describe('R5.16 what an exported history keeps', () => {
  it('is said of every event type of the registry', () => {
    expect(Object.keys(keptFields).sort()).toEqual([...eventTypes].sort());
  });

  it('is nothing that is not on the list, of any event of any version: a marker in every other text is never seen', () => {
    const kept = new Set<string>();
    const planted = fixtures.map((fixture, index) => {
      const data = marked(fixture.data, keptFields[fixture.type] as KeptShape, fixture.type, (path) => kept.add(path)) as object;
      const { actor, importId, findings } = {
        importId: `${MARKER} import`,
        findings: [{ code: 'c', message: MARKER }],
        ...fixture.metadata,
      };
      const by = actor.kind === 'person' ? { ...actor, id: `${MARKER} actor` } : actor;
      const metadata = {
        ...fixture.metadata,
        actor: by,
        importId,
        findings,
        commandId: MARKER,
        correlationId: MARKER,
        causationId: MARKER,
      };
      return sealedOf({ ...fixture, data: data as Record<string, unknown>, metadata }, index, streamOf(fixture));
    });
    const people = ['lead', 'person', 'company', 'rep', 'user', 'import', 'alert', 'subscription'];
    const named = people.map((kind, index) => ({ ...planted[0]!, id: `n${index}`, stream: `${kind}-${MARKER}` }));
    const exported = exportHistory({ ...head, ask: [{ ...head.ask[0]!, where: condition(`owner == "${MARKER}" && rep.name == "Zoe"`) }] }, [
      ...planted,
      ...named,
    ]);
    expect(JSON.stringify(planted).split(MARKER).length).toBeGreaterThan(400);
    expect(exported.split('\n').filter((line) => line.includes('Zoe') || line.includes('Zimmer'))).toEqual([]);
    expect(kept.size).toBeGreaterThan(150);
  });

  it('are, of texts that anybody may write, words of the business alone', () => {
    const open = new Set<string>();
    const walk = (schema: Readonly<Record<string, unknown>>, shape: KeptShape | undefined, name: string): void => {
      if (shape === undefined || (typeof shape === 'string' && shape !== 'as-is')) return;
      const { properties, items, anyOf, patternProperties } = schema as Record<string, Record<string, never> | never[] | undefined>;
      if (shape === 'as-is') {
        if (!isClosed(schema)) open.add(name);
        return;
      }
      if (Array.isArray(anyOf)) for (const each of anyOf) walk(each, shape, name);
      else if (items) walk(items as never, shape, name);
      else if (patternProperties) for (const each of Object.values(patternProperties)) walk(each, shape['*'], `${name}.*`);
      else for (const [key, each] of Object.entries(properties ?? {})) walk(each, shape[key], key);
    };
    for (const type of eventTypes) walk(eventSchemas[type], keptFields[type] as KeptShape, type);
    const words =
      'account attribute attributes.* because by campaign channel clock code country disposition document documentHash entry externalSource fact failed kind medium ' +
      'mode name outcome outcomes previous process role rule source stage step strategy tie type types vocabulary zone';
    expect([...open].sort()).toEqual(words.split(' '));
  });

  it('is enough to read every event of the registry again', () => {
    const current = fixtures.filter(({ type, schemaVersion }) => schemaVersion === currentVersion(type));
    const exported = exportHistory(
      head,
      current.map((fixture, index) => sealedOf(fixture, index, `${streamOf(fixture)}-${index}`)),
    );
    expect(readHistory('all.history.ndjson', exported).entries).toHaveLength(current.length);
  });

  it('are reasons that a published vocabulary knows; any other is a number, the same one for the same text', () => {
    const lost = (reason: string, index: number): SealedEvent => {
      const fixture = fixtures.find(({ type }) => type === 'lead.lost')!;
      return sealedOf({ ...fixture, data: { reason } }, index, `lead-${index}`);
    };
    const published = fixtures.find(({ type }) => type === 'vocabulary.published')!;
    const document = 'vocabulary: reasons\ntitle: Reasons\ncodes: { price: { label: Price, aliases: [too dear] } }\n';
    const vocabulary = sealedOf({ ...published, data: { ...published.data, name: 'reasons', document } }, 0, 'vocabulary-reasons');
    const exported = exportHistory(head, [
      vocabulary,
      ...['price', 'Too dear', 'Pia went to Bo', 'price', 'Pia went to Bo'].map((reason, n) => lost(reason, n + 1)),
    ]);
    const reasons = exported.match(/"reason":"[^"]*"/g)!.slice(1);
    expect(reasons).toEqual(['price', 'Too dear', 'reason1', 'price', 'reason1'].map((reason) => `"reason":"${reason}"`));
  });

  it('asks the same question: whoever it names has the number it has in the lines', () => {
    const question = { ...head.ask[0]!, where: condition(`owner == "ana" && channel == 'web' && attributes.note == "Pia"`) };
    const line = exportHistory({ ...head, ask: [question] }, events).split('\n')[0]!;
    const { ask } = JSON.parse(line) as { ask: { where: string }[] };
    expect(ask[0]!.where).toMatch(/^owner == "rep\d+" && channel == 'web' && attributes\.note == "left out"$/);
  });

  it('names by a text who or what the fact is about, whatever else is called the same', () => {
    const of = (type: Fixture['type'], data: object): Fixture => {
      const fixture = fixtures.find((each) => each.type === type && each.schemaVersion === currentVersion(type))!;
      return { ...fixture, data: { ...fixture.data, ...data } };
    };
    const joined = { ...of('rep.joined', { repId: 'ana', attributes: { region: 'ana', desk: 'web' } }), stream: 'rep-ana' };
    const lost = { ...of('lead.lost', { reason: 'ana' }), stream: 'lead-ana' };
    const created = { ...of('team.created', { teamId: 'ana' }), stream: 'team-ana' };
    const planted = [joined, lost, created].map((each, index) => sealedOf(each, index, each.stream));
    const asked = (source: string): string => {
      const [line] = exportHistory({ ...head, ask: [{ ...head.ask[0]!, where: condition(source) }] }, planted).split('\n');
      return (JSON.parse(line!) as { ask: { where: string }[] }).ask[0]!.where;
    };
    expect(asked('owner == "ana" && rep.region == "ana"')).toMatch(/^owner == "rep\d+" && rep\.region == "value\d+"$/);
    expect(asked('closing_reason in ["ana"] && team == "ana"')).toMatch(/^closing_reason in \["reason\d+"\] && team == "ana"$/);
    expect(asked('owner == "web" || team == "an" || attributes.owner == "ana"')).toBe(
      'owner == "left out" || team == "left out" || attributes.owner == "ana"',
    );
  });

  it('knows of every text fact of every entity whether it names somebody', () => {
    const names = Object.values(entities).flatMap(({ facts }) =>
      Object.entries(facts).flatMap(([name, { type }]) => (type === 'string' ? [name] : [])),
    );
    const words = [...new Set(names)].filter((name) => namedBy([name]).join() === 'word');
    const said =
      'actor_kind calendar campaign channel chosen_kind clock country currency deciding_team definition direction disposition entry external_source fallback from_team holder_kind holder_kind_at_breach ' +
      'last_team left_by medium outcome policy previous_stage process rule_kind source stage state stops strategy superseded_because team team_at_breach team_today type via';
    expect(words.sort()).toEqual(said.split(' '));
  });
});
