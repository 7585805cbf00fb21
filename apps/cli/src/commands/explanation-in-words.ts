interface Clause {
  readonly kind: string;
  readonly name: string;
  readonly says: string;
  readonly met: boolean | null;
  readonly unknown: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  readonly repeats: { readonly event: string; readonly lead: string; readonly at: string | null } | null;
}

interface Row {
  readonly entity: string;
  readonly id: string;
  readonly counts: boolean;
  readonly at: string | null;
  readonly clauses: readonly Clause[];
  readonly adds: Readonly<Record<string, unknown>>;
  readonly inMeasures?: Readonly<Record<string, string>>;
}

interface Event {
  readonly id: string;
  readonly type: string;
  readonly at: string | null;
}

/** What the API says; fields that a script may rely on. */
export interface ExplanationAnswer {
  readonly definition: string;
  readonly version: number;
  readonly state: string;
  readonly title: string;
  readonly lead: string;
  readonly externalId: string | null;
  readonly timeZone: string;
  readonly dateBasis: string;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly position: string;
  readonly knownAt: string | null;
  readonly counted: number;
  readonly rows: readonly Row[];
  readonly reason: string | null;
  readonly events: readonly Event[];
}

const word = (value: unknown): string =>
  value === null || value === undefined ? 'unknown' : typeof value === 'string' ? value : JSON.stringify(value);

/** Row by row, clause by clause: ✓ met, ✗ not met, – not asked. */
export function explanationInWords(answer: ExplanationAnswer): string {
  const events = new Map(answer.events.map((event) => [event.id, event]));
  const head = [
    `${answer.title} (${answer.definition}@${answer.version}${answer.state === 'published' ? '' : `, a ${answer.state}`}), as of position ${answer.position}${answer.knownAt ? `, as known at ${answer.knownAt}` : ''}`,
    `lead ${answer.lead}${answer.externalId ? ` (${answer.externalId})` : ''}: ${verdict(answer)}`,
  ];
  return [...head, ...answer.rows.map((row) => rowInWords(row, answer, events))].join('\n\n');
}

function verdict({ rows, counted, reason }: ExplanationAnswer): string {
  if (rows.length === 0) return `does not count. ${reason ?? ''}`.trim();
  if (rows.length === 1) return counted === 1 ? 'counts' : 'does not count';
  return counted === 0 ? `does not count: none of its ${rows.length} rows does` : `${counted} of its ${rows.length} rows count`;
}

function rowInWords(row: Row, { dateBasis }: ExplanationAnswer, events: ReadonlyMap<string, Event>): string {
  const adds = Object.entries(row.adds).map(([name, value]) => `${name} ${partInWords(row.inMeasures?.[name]) ?? word(value)}`);
  const head = `${row.counts ? '✓' : '✗'} ${row.entity} ${row.id}, ${dateBasis} ${word(row.at)}: ${row.counts ? `counts${adds.length > 0 ? ` (${adds.join(', ')})` : ''}` : 'does not count'}`;
  return [head, ...row.clauses.map((clause) => clauseInWords(clause, events))].join('\n');
}

/** What a row is to a measure with conditions of its own; null where its value says it all. */
export function partInWords(part: string | undefined): string | null {
  switch (part) {
    case 'numerator':
      return 'in the numerator';
    case 'denominator':
      return 'only in the denominator';
    case 'neither':
      return 'in neither numerator nor denominator';
    case 'not_asked':
      return 'not asked';
    default:
      return null;
  }
}

function clauseInWords(clause: Clause, events: ReadonlyMap<string, Event>): string {
  const sign = clause.met === null ? '–' : clause.met ? '✓' : '✗';
  const facts = Object.entries(clause.facts).map(([name, value]) => `${name} = ${word(value)}`);
  const named = clause.events.map((id) => `${events.get(id)?.type ?? 'event'} ${id}${at(events.get(id)?.at)}`);
  const said = clause.name.includes(clause.says) ? '' : `: ${clause.says}`;
  const lines = [`    ${sign} ${clause.name}${said}`];
  if (clause.met === null) lines.push('        not asked: only rows that meet all terms take part');
  if (facts.length > 0) lines.push(`        ${clause.unknown ? 'not known: ' : ''}${facts.join(', ')}`);
  if (clause.repeats) lines.push(`        repeats ${clause.repeats.event} of lead ${clause.repeats.lead}${at(clause.repeats.at)}`);
  if (named.length > 0) lines.push(`        by ${named.join(', ')}`);
  return lines.join('\n');
}

const at = (moment: string | null | undefined): string => (moment ? ` (${moment})` : '');
