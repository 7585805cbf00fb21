import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { nearestName } from '#libs/expressions';
import { type MappingProblem } from './mapping-problem.js';

/** Collects everything that is wrong, so that a mapping is put right in one go. */
export class ProblemList {
  readonly problems: MappingProblem[] = [];
  constructor(private readonly lines: LineCounter) {}

  add(offset: number, code: string, message: string, nearest?: string): void {
    const { line, col } = this.lines.linePos(offset);
    // An expression's problem names it already.
    const hint = nearest === undefined || message.includes('did you mean') ? message : `${message}; did you mean \`${nearest}\`?`;
    this.problems.push({ code, message: hint, line, column: col, ...(nearest !== undefined && { nearest }) });
  }
}

type Scalar = string | number | boolean | null;

/** A place in the YAML document: reads what it needs and notes what does not fit. Absent values are `undefined`, never thrown. */
export class YamlNode {
  private constructor(
    private readonly node: Node | null,
    private readonly document: { resolve(node: Node): Node | null },
    readonly list: ProblemList,
    private readonly at: number,
    readonly path: string,
  ) {}

  /** The root of a document, with the problems of its syntax already noted. */
  static parse(text: string): YamlNode {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
    const list = new ProblemList(lines);
    for (const error of document.errors) list.add(error.pos[0], 'MAPPING.YAML', error.message.split('\n')[0]!);
    const resolve = (node: Node): Node | null => (isAlias(node) ? (node.resolve(document) ?? null) : node);
    return new YamlNode(document.contents, { resolve }, list, 0, '');
  }

  get offset(): number {
    return this.node?.range?.[0] ?? this.at;
  }

  /** Offset of the first character of a scalar's text: behind the opening quote where it has one. */
  get textOffset(): number {
    const quoted = isScalar(this.node) && (this.node.type === 'QUOTE_DOUBLE' || this.node.type === 'QUOTE_SINGLE');
    return this.offset + (quoted ? 1 : 0);
  }

  get isMap(): boolean {
    return isMap(this.node);
  }
  get isList(): boolean {
    return isSeq(this.node);
  }

  problem(code: string, message: string, nearest?: string): undefined {
    this.list.add(this.offset, code, this.path === '' ? message : `${this.path}: ${message}`, nearest);
    return undefined;
  }

  /** The entries of a map, in order. Anything else is a problem. */
  entries(): { key: string; keyOffset: number; value: YamlNode }[] {
    if (!isMap(this.node)) {
      this.problem('MAPPING.SHAPE', 'a map of `name: value` lines is needed here');
      return [];
    }
    return this.node.items.map((pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
      const keyOffset = (isNode(pair.key) ? pair.key.range?.[0] : undefined) ?? this.offset;
      return { key, keyOffset, value: this.child(pair.value as Node | null, keyOffset, key) };
    });
  }

  /** The named fields of a map; a field that is not in `allowed` is a problem with the nearest allowed one. */
  fields<K extends string>(allowed: readonly K[]): Partial<Record<K, YamlNode>> {
    const found: Partial<Record<K, YamlNode>> = {};
    for (const { key, keyOffset, value } of this.entries()) {
      if ((allowed as readonly string[]).includes(key)) found[key as K] = value;
      else {
        const place = this.path === '' ? 'a mapping' : `\`${this.path}\``;
        this.list.add(
          keyOffset,
          'MAPPING.UNKNOWN_FIELD',
          `${place} has no field \`${key}\` (it has ${allowed.join(', ')})`,
          nearestName(key, allowed),
        );
      }
    }
    return found;
  }

  items(): YamlNode[] {
    if (!isSeq(this.node)) {
      this.problem('MAPPING.SHAPE', 'a list is needed here');
      return [];
    }
    return this.node.items.map((item, index) => this.child(item as Node | null, this.offset, String(index + 1)));
  }

  /** One item where a list is allowed to be written without brackets. */
  itemOrItems(): YamlNode[] {
    return this.isList ? this.items() : [this];
  }

  scalar(): Scalar | undefined {
    if (this.node === null) return null;
    if (!isScalar(this.node)) return this.problem('MAPPING.SHAPE', 'a single value is needed here');
    const value: unknown = this.node.value;
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    return this.node.source;
  }

  /** Text as it is written, so that `007` stays `007`. */
  text(): string | undefined {
    const value = this.scalar();
    if (value === undefined) return undefined;
    if (typeof value === 'string') return value;
    const source = isScalar(this.node) ? this.node.source : undefined;
    if (source === undefined || value === null) return this.problem('MAPPING.SHAPE', 'a text is needed here; put it in quotes');
    return source;
  }

  boolean(): boolean | undefined {
    const value = this.scalar();
    return typeof value === 'boolean' || value === undefined ? value : this.problem('MAPPING.SHAPE', 'say `true` or `false`');
  }

  oneOf<T extends string>(allowed: readonly T[]): T | undefined {
    const value = this.text();
    if (value === undefined || (allowed as readonly string[]).includes(value)) return value as T | undefined;
    return this.problem('MAPPING.UNKNOWN_VALUE', `\`${value}\` is not one of ${allowed.join(', ')}`, nearestName(value, allowed));
  }

  texts(): string[] {
    return this.itemOrItems().flatMap((item) => item.text() ?? []);
  }

  private child(node: Node | null, at: number, name: string): YamlNode {
    const resolved = node && this.document.resolve(node);
    return new YamlNode(resolved ?? null, this.document, this.list, at, this.path === '' ? name : `${this.path}.${name}`);
  }
}
