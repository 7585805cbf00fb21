import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar, type YAMLMap } from 'yaml';
import { textProblem } from '../check/vocabulary-calls.js';
import { compileCel, type CompiledExpression } from '../compile-cel.js';
import { type FactSchema } from '../facts.js';
import { nearestName } from '../nearest-name.js';
import { type ExpressionProblem } from '../problems.js';
import { type CelVocabulary, noVocabularies, type Vocabularies } from '../vocabulary.js';

const MAX_LENGTH = 65_536;

/** Something wrong in a document, at its place there (lines and columns from 1). */
export interface DocumentProblem {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly nearest?: string;
}

/** What a kind of document is called: the beginning of its problems' codes, its name in a sentence, and its first key. */
export interface DocumentName {
  readonly code: string;
  readonly noun: string;
  readonly key: string;
}

export interface DocumentOptions {
  /** Characters; default 65,536. */
  readonly maxLength?: number;
  /** What expressions of the document may name. */
  readonly vocabularies?: Vocabularies;
}

/** Reads a YAML document that people write and collects every problem with its place; nothing a person wrote makes it throw. */
export class DocumentReader {
  readonly problems: DocumentProblem[] = [];
  /** Of the document's expressions; may be set once its head is read. */
  vocabularies: Vocabularies;
  private readonly used = new Map<string, CelVocabulary>();
  private readonly lines = new LineCounter();
  protected readonly document: Document.Parsed;

  constructor(
    private readonly source: string,
    private readonly name: DocumentName,
    options: DocumentOptions = {},
  ) {
    const { maxLength = MAX_LENGTH, vocabularies = noVocabularies } = options;
    this.vocabularies = vocabularies;
    const text = source.length > maxLength ? '' : source;
    this.document = parseDocument(text, { lineCounter: this.lines, uniqueKeys: true, merge: false });
    if (source.length > maxLength) this.add(null, 'TOO_LARGE', `${name.noun} has at most ${maxLength} characters`);
    for (const { message, linePos } of [...this.document.errors, ...this.document.warnings])
      this.problems.push({
        code: `${name.code}.SYNTAX`,
        message: message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
        line: linePos?.[0].line ?? 1,
        column: linePos?.[0].col ?? 1,
      });
  }

  /** The mapping at the top, or null (with a problem). Where the document is not YAML, what it seems to lack is not told: it may be there. */
  root(): YAMLMap | null {
    const { contents, errors } = this.document;
    if (errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return null;
    if (isMap(contents)) return contents;
    if (this.problems.length === 0) this.add(contents, 'SHAPE', `${this.name.noun} is a mapping: start with \`${this.name.key}: <name>\``);
    return null;
  }

  /** `code` without its beginning: `SHAPE` becomes `DEFINITION.SHAPE`. Null: the document as a whole. */
  add(node: unknown, code: string, message: string, nearest?: string): void {
    const start = (node as Node | null)?.range?.[0] ?? 0;
    const { line, col } = this.lines.linePos(start);
    this.problems.push({
      code: `${this.name.code}.${code}`,
      message,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      ...(nearest !== undefined && { nearest }),
    });
  }

  /**
   * Line and column of what a path such as `entries.vip.among.reps` names, by the keys of mappings and by place (from 0) or `name` in lists; of the
   * innermost part that is there.
   */
  placeOf(path: string): { readonly line: number; readonly column: number } {
    let place: Node | null = this.document.contents;
    for (const step of path.split('.')) {
      const next: Node | null = isMap(place) ? this.get(place, step) : isSeq(place) ? this.itemOf(place.items, step) : null;
      if (next === null) break;
      place = next;
    }
    const { line, col } = this.lines.linePos(place?.range?.[0] ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  private itemOf(items: readonly unknown[], step: string): Node | null {
    const named = items.find((item) => isMap(item) && String((this.get(item, 'name') as Scalar | null)?.value) === step);
    return ((named ?? items[/^\d+$/.test(step) ? Number(step) : -1]) as Node | undefined) ?? null;
  }

  get(map: YAMLMap, key: string): Node | null {
    const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
    return (pair?.value as Node | null | undefined) ?? null;
  }

  /** Refuses keys that are not known, and names the nearest. */
  onlyKeys(map: YAMLMap, known: readonly string[], where: string): void {
    for (const { key } of map.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (known.includes(name)) continue;
      const nearest = nearestName(name, known);
      this.add(
        key,
        'UNKNOWN_KEY',
        `${where} has no ${name}${nearest ? `; did you mean ${nearest}?` : `; known: ${known.join(', ')}`}`,
        nearest,
      );
    }
  }

  text(node: Node | null, what: string, required = false): string | null {
    if (isScalar(node) && (typeof node.value === 'string' || typeof node.value === 'number')) return String(node.value);
    if (node !== null && !(isScalar(node) && node.value === null)) this.add(node, 'SHAPE', `${what} is a text`);
    else if (required) this.add(this.document.contents, 'MISSING', `${what} is missing`);
    return null;
  }

  /** One of a list of words. */
  choice<T extends string>(node: Node | null, what: string, known: readonly T[], fallback: T | null): T | null {
    const value = this.text(node, what, fallback === null);
    if (value === null) return fallback;
    if ((known as readonly string[]).includes(value)) return value as T;
    this.unknown(node, 'UNKNOWN_VALUE', `${what} ${value} is not known`, value, known);
    return fallback;
  }

  /** A problem with a name that is not known: the nearest known one is named, else all (at most 40). */
  unknown(node: unknown, code: string, message: string, name: string, known: readonly string[]): void {
    const nearest = nearestName(name, known);
    const hint = nearest ? `; did you mean ${nearest}?` : `; known: ${known.slice(0, 40).join(', ')}`;
    this.add(node, code, `${message}${hint}`, nearest);
  }

  integer(node: Node | null, what: string, min: number, max: number): number | null {
    if (isScalar(node) && typeof node.value === 'number' && Number.isInteger(node.value) && node.value >= min && node.value <= max)
      return node.value;
    this.add(node ?? this.document.contents, 'SHAPE', `${what} is a whole number from ${min} to ${max}`);
    return null;
  }

  /** Any number within bounds, both included; null with a problem where it is none. */
  number(node: Node | null, what: string, min: number, max = Number.MAX_SAFE_INTEGER): number | null {
    if (isScalar(node) && typeof node.value === 'number' && node.value >= min && node.value <= max) return node.value;
    const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
    this.add(node ?? this.document.contents, 'SHAPE', `${what} is a number ${range}`);
    return null;
  }

  /** True or false; `fallback` where it is not said. */
  flag(node: Node | null, what: string, fallback: boolean): boolean {
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    if (node !== null) this.add(node, 'SHAPE', `${what} is true or false`);
    return fallback;
  }

  /** The mappings of a list; what is none is a problem. */
  maps(node: Node | null, what: string): YAMLMap[] {
    if (node === null) return [];
    if (!isSeq(node)) {
      this.add(node, 'SHAPE', `${what} is a list`);
      return [];
    }
    return node.items.flatMap((item) => {
      if (isMap(item)) return [item];
      this.add(item, 'SHAPE', `Each of ${what} is a mapping`);
      return [];
    });
  }

  /** Entries of a mapping of names. */
  entries(node: Node | null, what: string): { name: string; key: Node; value: Node | null }[] {
    if (node === null) return [];
    if (!isMap(node)) {
      this.add(node, 'SHAPE', `${what} is a mapping of names`);
      return [];
    }
    return node.items.map(({ key, value }) => ({
      name: isScalar(key) ? String(key.value) : '',
      key: key as Node,
      value: value as Node | null,
    }));
  }

  texts(node: Node | null, what: string): { value: string; node: Node }[] {
    if (node === null) return [];
    const items = isSeq(node) ? node.items : [node];
    return items.flatMap((item) => {
      const value = this.text(item as Node, what);
      return value === null ? [] : [{ value, node: item as Node }];
    });
  }

  map(node: Node | null): YAMLMap | null {
    return isMap(node) ? node : null;
  }

  /** Compiles an expression of the document; null where it has problems, which are noted at their places. */
  expression(node: Node | null, what: string, schema: FactSchema, result?: 'bool'): CompiledExpression | null {
    const source = isScalar(node) && typeof node.value === 'boolean' ? String(node.value) : this.text(node, what, true);
    if (source === null || node === null) return null;
    const compiled = this.compile(source, schema, result);
    for (const problem of compiled.problems) this.addExpression(node, problem);
    return compiled.problems.length > 0 ? null : compiled;
  }

  /** Notes where an expression cannot be read at all: what can be said of it where it is not known which facts there are. */
  readable(node: Node): void {
    const source = this.text(node, 'An expression', true);
    if (source === null) return;
    for (const problem of compileCel(source, {}).problems) if (problem.code === 'CEL.SYNTAX') this.addExpression(node, problem);
  }

  /** An expression that the document has or stands on; the vocabularies that it calls are noted, its problems are the caller's. */
  protected compile(source: string, schema: FactSchema, result?: 'bool'): CompiledExpression {
    const compiled = compileCel(source, schema, { ...(result && { result }), vocabularies: this.vocabularies });
    for (const vocabulary of compiled.vocabularies) this.used.set(vocabulary.name, vocabulary);
    return compiled;
  }

  /** Notes a value written out for a fact where the vocabulary of the fact does not know it, or no longer. */
  judge(node: Node | null, fact: readonly string[], value: string): void {
    const { judge } = this.vocabularies;
    const vocabulary = judge?.boundTo?.(fact);
    const problem = judge && vocabulary && textProblem(value, 'raw', vocabulary, judge);
    if (problem && node) this.addExpression(node, { ...problem, offset: 0, line: 1, column: 1 });
  }

  /** A problem inside an expression, at its place in the document. */
  addExpression(node: Node, problem: ExpressionProblem): void {
    const start = node.range?.[0] ?? 0;
    const { line, col } = this.lines.linePos(start);
    let place = { line: line + problem.line - 1, column: problem.line === 1 ? col + problem.column - 1 : problem.column };
    if (isScalar(node) && (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE))
      place = { line, column: col + problem.offset + 1 };
    if (isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED)) {
      const content = this.source.split('\n')[line] ?? '';
      place = { line: line + problem.line, column: content.length - content.trimStart().length + problem.column };
    }
    const { code, message, nearest } = problem;
    this.problems.push({ code, message, ...place, ...(nearest !== undefined && { nearest }) });
  }

  /** The vocabularies that its expressions call, by name. */
  get usedVocabularies(): readonly CelVocabulary[] {
    return [...this.used.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** What was found, in the order of the document. */
  sorted(): readonly DocumentProblem[] {
    return [...this.problems].sort((a, b) => a.line - b.line || a.column - b.column);
  }
}
