import { currentVersion, type EventMetadata, type EventType, type SealedEvent, upcast } from '#libs/contracts';
import { type CompiledExpression, spellingOf } from '#libs/expressions';
import { vocabulariesOfEvents, type VocabularyLibrary } from '#libs/governance';
import { type Category, keptFields, type KeptShape } from './kept-fields.js';
import { namedBy } from './named-by-facts.js';

type AskedCondition = Pick<CompiledExpression, 'source' | 'writtenOut'>;

/** What is written at the head of an exported history. */
export interface ExportedHead {
  readonly history: string;
  readonly describe: string;
  readonly zone: string;
  readonly ask: readonly { readonly from: string; readonly to: string; readonly by?: readonly string[]; readonly where?: AskedCondition }[];
}

const LEFT_OUT = 'left out';
/** Streams that are named after words of the business; the others after somebody or something, whose name becomes a number. */
const WORDS = new Set(['team', 'pool', 'calendar', 'vocabulary', 'rates', 'definition', 'dispatch', 'policy', 'process', 'field']);
const SUBJECTS: Readonly<Record<string, Category>> = {
  lead: 'lead',
  person: 'person',
  company: 'company',
  rep: 'rep',
  user: 'rep',
  import: 'import',
};

/**
 * Events as the lines of a golden history (NDJSON, the head first) from which nobody is known: of each type of event there is what `keptFields` names,
 * and nothing else. Ids of leads, people, contact points, records elsewhere and staff become numbers, the same one everywhere; names, free texts, what is
 * sealed and what is said of colleagues are left out. Clear attributes, sources and campaigns stay, since definitions count by them. Pure: the same events
 * give the same text.
 */
export function exportHistory(head: ExportedHead, events: readonly SealedEvent[]): string {
  const keeper = new Keeper(writingsIn(vocabulariesOfEvents(events.map((event, index) => ({ position: index + 1, event })))));
  const lines = events.map((event) => JSON.stringify(keeper.lineOf(event)));
  const ask = head.ask.map(({ where, ...each }) => (where === undefined ? each : { ...each, where: keeper.conditionOf(where, lines) }));
  return [JSON.stringify({ ...head, ask }), ...lines].map((line) => `${line}\n`).join('');
}

/** Every writing that some version of a vocabulary knows. */
function writingsIn(library: VocabularyLibrary): ReadonlySet<string> {
  const versions = library.names.flatMap((name) => library.versionsOf(name).map(({ version }) => library.find(name, version)!));
  return new Set(versions.flatMap(({ spellings }) => [...spellings.keys()]));
}

/** Keeps what the list says, and numbers whoever is met in the order of first appearance. */
class Keeper {
  private readonly numbers = new Map<Category | 'reason', Map<string, string>>();

  constructor(private readonly writings: ReadonlySet<string>) {}

  lineOf({ stream, type, data, metadata }: SealedEvent): object {
    const { occurredAt, knownAt, actor, policy, importId, schemaVersion } = metadata as EventMetadata;
    const current = upcast(type, data, schemaVersion);
    return {
      stream: this.streamOf(stream),
      type,
      at: occurredAt.value ?? 'unknown',
      ...(occurredAt.precision === 'day' && { zone: occurredAt.zone }),
      known: knownAt,
      by: this.whoever(actor).id,
      ...(actor.kind !== 'person' && { byKind: actor.kind }),
      ...(policy && { policy: `${policy.name}@${policy.version}` }),
      ...(importId !== undefined && { import: this.numberOf('import', importId) }),
      schemaVersion: currentVersion(type as EventType),
      data: this.kept(current.data, keptFields[current.type] as KeptShape),
    };
  }

  /** A condition in which whom or what a fact is compared with has the number of the lines; of other texts it names those that stand in the lines. */
  conditionOf({ source, writtenOut }: AskedCondition, lines: readonly string[]): string {
    const compared = new Map(writtenOut.map((each) => [each.start, each]));
    return source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (quoted, start: number) => {
      const { text, path } = compared.get(start) ?? { text: quoted.slice(1, -1), path: null };
      const named = path ? namedBy(path) : ['word' as const];
      const number = named.flatMap((each) => (each === 'word' ? [] : (this.numbers.get(each)?.get(text) ?? []))).at(0);
      if (number !== undefined) return JSON.stringify(number);
      const written = path ? JSON.stringify(text) : text;
      return named.includes('word') && lines.some((line) => line.includes(written)) ? quoted : JSON.stringify(LEFT_OUT);
    });
  }

  private streamOf(stream: string): string {
    const dash = stream.indexOf('-');
    const category = stream.slice(0, dash);
    return dash < 0 || WORDS.has(category) ? stream : `${category}-${this.numberOf(SUBJECTS[category] ?? 'thing', stream.slice(dash + 1))}`;
  }

  /** `shape` is undefined where the list does not name the value: then undefined too where leaving it out is all that can be done. */
  private kept(value: unknown, shape: KeptShape | undefined): unknown {
    if (value === null || shape === 'as-is') return shape === undefined ? undefined : value;
    if (typeof value === 'string') return shape === undefined ? LEFT_OUT : this.textOf(value, shape);
    if (typeof value !== 'object') return typeof shape === 'string' ? null : value;
    if (shape === undefined) return undefined;
    if (Array.isArray(value)) return value.map((each) => this.kept(each, shape));
    if (shape === 'whoever') return this.whoever(value as { kind: string; id?: string });
    if (typeof shape === 'string') return undefined;
    const shapeOf = (key: string) => (Object.hasOwn(shape, key) ? shape[key] : shape['*']);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.kept(inner, shapeOf(key))]));
  }

  private textOf(text: string, shape: KeptShape): string {
    if (typeof shape !== 'string' || shape === 'as-is' || shape === 'whoever') return LEFT_OUT;
    return shape === 'reason' && this.writings.has(spellingOf(text)) ? text : this.numberOf(shape, text);
  }

  private whoever({ kind, id, assurance }: { readonly kind: string; readonly id?: string; readonly assurance?: string }) {
    const known = kind === 'person' ? 'rep' : kind === 'import' ? 'import' : null;
    return { kind, ...(id !== undefined && { id: known ? this.numberOf(known, id) : id }), ...(assurance !== undefined && { assurance }) };
  }

  private numberOf(category: Category | 'reason', id: string): string {
    const numbers = this.numbers.get(category) ?? new Map<string, string>();
    this.numbers.set(category, numbers);
    const number = numbers.get(id) ?? `${category}${numbers.size + 1}`;
    numbers.set(id, number);
    return number;
  }
}
