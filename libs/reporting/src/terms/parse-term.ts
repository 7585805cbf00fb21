import { type Node, type YAMLMap } from 'yaml';
import { type DocumentProblem, DocumentReader } from '#libs/expressions';
import { type DefinitionVocabularies, documentVocabularies, pinnedVersions } from '../definitions/definition-vocabularies.js';
import { entities } from '../entities/entities.js';
import { type EntityName } from '../entities/entity.js';
import { schemaOf } from '../entities/schema-of.js';
import { type TermDocument } from './term.js';

export const termKeys = ['term', 'title', 'describe', 'entity', 'vocabularies', 'clauses'];
const NAME = /^[a-z][a-z0-9_]{0,63}$/;

export type ParsedTerm =
  { readonly term: TermDocument; readonly problems: readonly [] } | { readonly term: null; readonly problems: readonly DocumentProblem[] };

/**
 * Reads and checks the document of a term: each clause must be true or false over each of its entities. Every problem is found, with its place. Without
 * `given` its shape is read alone: what was recorded was checked, and is compiled again where it is used.
 */
export function parseTerm(source: string, given?: DefinitionVocabularies): ParsedTerm {
  const yaml = new DocumentReader(source, { code: 'DEFINITION', noun: 'A term', key: 'term' });
  const root = yaml.root();
  const term = root && termOf(yaml, root, given);
  if (term && yaml.problems.length === 0) return { term, problems: [] };
  return { term: null, problems: yaml.sorted() };
}

function termOf(yaml: DocumentReader, root: YAMLMap, given: DefinitionVocabularies | undefined): TermDocument | null {
  yaml.onlyKeys(root, termKeys, 'A term');
  const pins = yaml.get(root, 'vocabularies');
  const vocabularies = given ? pinnedVersions(yaml, pins, given.library) : new Map(writtenVersions(yaml, pins));
  yaml.vocabularies = documentVocabularies(vocabularies, given);
  const nameNode = yaml.get(root, 'term');
  const name = yaml.text(nameNode, 'term (its name)', true);
  if (name !== null && !NAME.test(name))
    yaml.add(nameNode, 'NAME', 'A name has lower-case letters, digits and _, starts with a letter, and is at most 64 long');
  const title = yaml.text(yaml.get(root, 'title'), 'title', true);
  const describe = yaml.text(yaml.get(root, 'describe'), 'describe') ?? '';
  const about = entitiesOf(yaml, root);
  const clauses = clausesOf(yaml, yaml.get(root, 'clauses'), given ? about : null);
  if (name === null || title === null) return null;
  return { name, title, describe, entities: about, clauses, vocabularies };
}

function entitiesOf(yaml: DocumentReader, root: YAMLMap): EntityName[] {
  const node = yaml.get(root, 'entity');
  const named = yaml.texts(node, 'entity');
  if (named.length === 0) yaml.add(node, 'MISSING', 'entity is missing: what its clauses are about, one or a list');
  const known = Object.keys(entities) as EntityName[];
  return named.flatMap(({ node: place }) => yaml.choice(place, 'entity', known, null) ?? []);
}

const writtenVersions = (yaml: DocumentReader, node: Node | null): [string, number][] =>
  yaml.entries(node, 'vocabularies').flatMap(({ name, value }): [string, number][] => {
    const version = yaml.integer(value, `The version of vocabulary ${name}`, 1, Number.MAX_SAFE_INTEGER);
    return version === null ? [] : [[name, version]];
  });

/** Checked over each entity; as they are written, where there is none to check them over. */
function clausesOf(yaml: DocumentReader, node: Node | null, about: readonly EntityName[] | null): TermDocument['clauses'] {
  const entries = yaml.entries(node, 'clauses');
  if (entries.length === 0)
    yaml.add(node, 'MISSING', 'clauses is missing: named conditions, such as `reachable: valid_contact_points > 0`');
  if (about === null) return entries.map(({ name, value }) => ({ name, source: String((value as { value?: unknown } | null)?.value) }));
  const clauses = entries.flatMap(({ name, value }) => {
    const found = about.map((entity) => yaml.expression(value, `Clause ${name} (over ${entity})`, schemaOf(entities[entity]), 'bool'));
    const expression = found.find((each) => each !== null);
    return expression && value ? [{ name, value, expression }] : [];
  });
  // A word means one thing: in which currency, it says itself.
  const currencies = new Map(clauses.flatMap(({ expression }) => [...expression.fixes]));
  for (const { value, expression } of clauses)
    for (const problem of [...expression.wholeProblems, ...expression.amountProblems(currencies)]) yaml.addExpression(value, problem);
  return clauses.map(({ name, expression: { source } }) => ({ name, source }));
}
