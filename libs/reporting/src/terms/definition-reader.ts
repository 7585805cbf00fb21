import { isScalar, type Node, visit, type YAMLMap } from 'yaml';
import {
  type CompiledExpression,
  type Currencies,
  type DocumentName,
  DocumentReader,
  type ExpressionProblem,
  type FactSchema,
} from '#libs/expressions';
import { type Conversion } from '../definitions/conversion.js';
import { numberProblems, under } from '../definitions/currencies.js';
import { type Term } from '../definitions/definition.js';
import { type UsedVersion } from '../definitions/definition-version.js';
import { noTerms, type Terms, type TermVersion } from './term.js';

type Refuse = (problem: ExpressionProblem) => void;

const REFERENCE = /^([a-z][a-z0-9_]*)(?:@([1-9]\d{0,8}))?$/;

/**
 * Reads a definition whose conditions may be terms: wherever one stands, `{ use: valid_lead@2 }` may stand, and means that all its clauses hold. A name
 * alone means what `Terms.meant` says. What is compiled are the clauses; nothing below knows of terms.
 */
export class DefinitionReader extends DocumentReader {
  private readonly found = new Map<YAMLMap, TermVersion>();
  private readonly read: { readonly expression: CompiledExpression; readonly schema: FactSchema; readonly refuse: Refuse }[] = [];

  /** Looks up every term that the document uses: before any expression is read, since terms say which vocabularies they mean. */
  constructor(
    source: string,
    name: DocumentName,
    private readonly terms: Terms = noTerms,
  ) {
    super(source, name);
    visit(this.document, {
      Map: (_, map) => {
        const use = this.get(map, 'use');
        const version = use && this.termOf(use);
        if (version) this.found.set(map, version);
      },
    });
    const versions = new Map<string, TermVersion>();
    for (const [map, used] of this.found) {
      const other = versions.get(used.name);
      if (other && other.version !== used.version)
        this.add(
          map,
          'TERM',
          `${used.name} is used in versions ${other.version} and ${used.version}: a document uses one version of a term`,
        );
      versions.set(used.name, used);
    }
  }

  /** What the document stands on, by name. */
  get uses(): readonly UsedVersion[] {
    const byName = new Map([...this.found.values()].map((each) => [each.name, each]));
    return [...byName.values()]
      .map(({ name, version, documentHash }) => ({ name, version, documentHash }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Adds what the terms say of vocabularies to what the document says; where they disagree, the document has to say. */
  addPins(own: Map<string, number>): void {
    const said = new Map<string, readonly [term: string, version: number]>();
    for (const [map, { name, version, term }] of this.found)
      for (const [vocabulary, pinned] of term.vocabularies) {
        const [other, before = pinned] = said.get(vocabulary) ?? [];
        if (before !== pinned && !own.has(vocabulary))
          this.add(
            map,
            'VOCABULARY',
            `${other} means ${vocabulary}@${before}, ${name}@${version} means ${vocabulary}@${pinned}: say which under \`vocabularies:\``,
          );
        said.set(vocabulary, [`${name}@${version}`, pinned]);
      }
    for (const [vocabulary, [, version]] of said) if (!own.has(vocabulary)) own.set(vocabulary, version);
  }

  /** One of `terms`: a condition, or the clauses of a term, each with a name of its own. */
  conditions(name: string, node: Node | null, schema: FactSchema): Term[] {
    const map = this.map(node);
    if (!map) {
      const expression = this.expression(node, `Term ${name}`, schema, 'bool');
      return expression ? [{ name, expression }] : [];
    }
    const used = this.usedAt(map, `Term ${name}`);
    return (used?.term.clauses ?? []).flatMap((clause) => {
      const expression = this.compileOf(used!, clause.source, map, schema, clause.name);
      return expression ? [{ name: `${name}.${clause.name}`, expression }] : [];
    });
  }

  override expression(node: Node | null, what: string, schema: FactSchema, result?: 'bool'): CompiledExpression | null {
    const map = result === 'bool' ? this.map(node) : null;
    if (!map) {
      const expression = super.expression(node, what, schema, result);
      if (expression && node) this.read.push({ expression, schema, refuse: (problem) => this.addExpression(node, problem) });
      return expression;
    }
    const used = this.usedAt(map, what);
    const source = used?.term.clauses.map((clause) => `(${clause.source}\n)`).join(' && ');
    return used && source !== undefined ? this.compileOf(used, source, map, schema, null) : null;
  }

  /** Notes where numbers are written that the engine cannot hold, and where amounts are compared that could be in any currency, or in none, given what the whole definition fixes. */
  judgeNumbers(currencies: Currencies, convert: Conversion | null): void {
    for (const { expression, schema, refuse } of this.read) {
      const isOfRelation = 'this' in schema;
      const fixed = isOfRelation ? { currencies: under('this', currencies), convert: null } : { currencies, convert };
      for (const problem of numberProblems(expression, fixed)) refuse(problem);
    }
  }

  private usedAt(map: YAMLMap, what: string): TermVersion | null {
    if (this.get(map, 'use') === null) this.add(map, 'SHAPE', `${what} is a condition, or \`{ use: <term>@<version> }\``);
    this.onlyKeys(map, ['use'], what);
    return this.found.get(map) ?? null;
  }

  private compileOf(used: TermVersion, source: string, map: YAMLMap, schema: FactSchema, clause: string | null): CompiledExpression | null {
    const compiled = this.compile(source, schema, 'bool');
    const named = clause === null ? '' : `, clause ${clause}`;
    const about = `it is about ${used.term.entities.join(', ')}`;
    const refuse: Refuse = ({ message }) =>
      this.add(map, 'TERM', `${used.name}@${used.version}${named} cannot be used here (${about}): ${message}`);
    const [problem] = compiled.problems;
    if (problem) refuse(problem);
    else this.read.push({ expression: compiled, schema, refuse });
    return problem ? null : compiled;
  }

  private termOf(use: Node): TermVersion | null {
    const text = isScalar(use) ? String(use.value) : '';
    const [, name, number] = REFERENCE.exec(text) ?? [];
    if (name === undefined) {
      this.add(use, 'SHAPE', 'use names a term: valid_lead, or valid_lead@2');
      return null;
    }
    const versions = this.terms.versionsOf(name);
    if (versions.length === 0) {
      this.unknown(use, 'TERM', `There is no term ${name}`, name, this.terms.names);
      return null;
    }
    const found = number === undefined ? this.terms.meant(name) : versions.find(({ version }) => version === Number(number));
    const known = versions.map(({ version, state }) => `${name}@${version} (${state})`).join(', ');
    if (!found)
      this.add(
        use,
        'TERM',
        number === undefined ? `No version of ${name} is in force; name one: ${known}` : `There is no ${text}; there are ${known}`,
      );
    return found ?? null;
  }
}
