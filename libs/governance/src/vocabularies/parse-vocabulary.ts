import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { type CelCode, type DocumentProblem, DocumentReader, spellingOf } from '#libs/expressions';
import { type VocabularyDocument, type VocabularyField, vocabularyFields } from './vocabulary.js';
import { circleAmong } from './circle-among.js';

export const vocabularyKeys = ['vocabulary', 'title', 'describe', 'attributes', 'fields', 'fromText', 'withdrawn', 'codes'];
const codeKeys = ['label', 'aliases', 'from', 'to', 'parent'];
const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const ATTRIBUTE = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const MAX_TEXT = 4_000;

export type ParsedVocabulary =
  | { readonly vocabulary: VocabularyDocument; readonly problems: readonly [] }
  | { readonly vocabulary: null; readonly problems: readonly DocumentProblem[] };

/** Reads and checks a document. Every problem is found, each with line and column. */
export function parseVocabulary(source: string): ParsedVocabulary {
  const yaml = new DocumentReader(source, { code: 'VOCABULARY', noun: 'A vocabulary', key: 'vocabulary' }, { maxLength: MAX_DOCUMENT });
  const root = yaml.root();
  const vocabulary = root && documentOf(yaml, root);
  if (vocabulary && yaml.problems.length === 0) return { vocabulary, problems: [] };
  return { vocabulary: null, problems: yaml.sorted() };
}

/** A list of all cities of a country fits. */
const MAX_DOCUMENT = 700_000;

function documentOf(yaml: DocumentReader, root: YAMLMap): VocabularyDocument | null {
  yaml.onlyKeys(root, vocabularyKeys, 'A vocabulary');
  const name = yaml.text(yaml.get(root, 'vocabulary'), 'vocabulary (its name)', true);
  if (name !== null && !NAME.test(name))
    yaml.add(
      yaml.get(root, 'vocabulary'),
      'NAME',
      'A name has lower-case letters, digits and _, starts with a letter, and is at most 64 long',
    );
  const title = yaml.text(yaml.get(root, 'title'), 'title', true);
  yaml.text(yaml.get(root, 'describe'), 'describe');
  const attributes = yaml.texts(yaml.get(root, 'attributes'), 'attributes').flatMap(({ value, node }) => {
    if (ATTRIBUTE.test(value)) return [value];
    yaml.add(node, 'ATTRIBUTE', `${value} is no name of an attribute: letters, digits, "_", "-" and ".", a letter first`);
    return [];
  });
  const fields = yaml.texts(yaml.get(root, 'fields'), 'fields').flatMap(({ value, node }): VocabularyField[] => {
    const field = yaml.choice(node, 'The field', vocabularyFields, null);
    return field === value ? [field] : [];
  });
  const fromText = yaml.flag(yaml.get(root, 'fromText'), 'fromText', false);
  if (fromText && attributes.length === 0)
    yaml.add(yaml.get(root, 'fromText'), 'FROM_TEXT', 'fromText is about attributes: name at least one under `attributes:`');
  const withdrawn = yaml.texts(yaml.get(root, 'withdrawn'), 'withdrawn').map(({ value }) => spellingOf(value));
  const codes = codesOf(yaml, root);
  if (name === null || title === null) return null;
  return { name, title, attributes, fields, fromText, withdrawn, codes, spellings: spellingsOf(yaml, root, codes) };
}

function codesOf(yaml: DocumentReader, root: YAMLMap): ReadonlyMap<string, CelCode> {
  const codes = new Map<string, CelCode>();
  const places = new Map<string, Node>();
  const entries = yaml.entries(yaml.get(root, 'codes'), 'codes');
  if (entries.length === 0)
    yaml.add(yaml.get(root, 'codes'), 'MISSING', 'codes is missing: each value with its label, such as `CA: California`');
  for (const { name: code, key, value } of entries) {
    if (code.trim() === '' || code.length > 128) yaml.add(key, 'CODE', 'A code is a text of 1 to 128 characters');
    codes.set(code, codeOf(yaml, code, key, value));
    places.set(code, key);
  }
  for (const [code, { parents }] of codes)
    for (const parent of parents)
      if (!codes.has(parent.code))
        yaml.unknown(places.get(code), 'PARENT', `The parent ${parent.code} of ${code} is no code`, parent.code, [...codes.keys()]);
  const circle = circleAmong(codes);
  if (circle) yaml.add(places.get(circle[0]!), 'CIRCLE', `${circle.join(' is under ')}: a value cannot be above itself`);
  return codes;
}

/** `CA: California`, or a mapping with label, aliases, from, to and parent. */
function codeOf(yaml: DocumentReader, code: string, key: Node, value: Node | null): CelCode {
  const plain = { code, label: code, aliases: [], from: null, to: null, parents: [] };
  if (value === null || (isScalar(value) && value.value === null)) return plain;
  if (!isMap(value)) return { ...plain, label: labelOf(yaml, value, code) };
  yaml.onlyKeys(value, codeKeys, code);
  const aliases = yaml.texts(yaml.get(value, 'aliases'), `aliases of ${code}`).flatMap(({ value: alias, node }) => {
    if (alias.trim() !== '' && alias.length <= MAX_TEXT) return [alias];
    yaml.add(node, 'SHAPE', `An alias of ${code} is a text of 1 to ${MAX_TEXT} characters`);
    return [];
  });
  const from = dayOf(yaml, yaml.get(value, 'from'), `from (the first day of ${code})`);
  const to = dayOf(yaml, yaml.get(value, 'to'), `to (the last day of ${code})`);
  if (from !== null && to !== null && to < from)
    yaml.add(yaml.get(value, 'to') ?? key, 'PERIOD', `${code} ends on ${to}, before it begins on ${from}`);
  const labelNode = yaml.get(value, 'label');
  return {
    code,
    label: labelNode === null ? code : labelOf(yaml, labelNode, code),
    aliases,
    from,
    to,
    parents: parentsOf(yaml, yaml.get(value, 'parent'), code),
  };
}

function labelOf(yaml: DocumentReader, node: Node, code: string): string {
  const label = yaml.text(node, `The label of ${code}`, true)?.trim() ?? '';
  if (label === '' && isScalar(node)) yaml.add(node, 'SHAPE', `The label of ${code} is blank`);
  return label === '' ? code : label;
}

/** `parent: west`, or a list in time: `[{ code: west }, { code: pacific, from: 2026-07-01 }]`. */
function parentsOf(yaml: DocumentReader, node: Node | null, code: string): CelCode['parents'] {
  if (node === null) return [];
  if (!isSeq(node)) {
    const parent = yaml.text(node, `parent of ${code}`, true);
    return parent === null ? [] : [{ code: parent, from: null }];
  }
  const parents = yaml.maps(node, `parent of ${code}`).flatMap((map) => {
    yaml.onlyKeys(map, ['code', 'from'], `A parent of ${code}`);
    const parent = yaml.text(yaml.get(map, 'code'), `code of the parent of ${code}`, true);
    const from = dayOf(yaml, yaml.get(map, 'from'), `from (the first day under the parent of ${code})`);
    return parent === null ? [] : [{ code: parent, from }];
  });
  const isOrdered = parents.every(({ from }, index) => index === 0 || (from !== null && from > (parents[index - 1]!.from ?? '')));
  if (!isOrdered)
    yaml.add(node, 'PERIOD', `The parents of ${code} follow one another: each but the first has a \`from\` later than the one before`);
  return parents;
}

function dayOf(yaml: DocumentReader, node: Node | null, what: string): string | null {
  const text = yaml.text(node, what);
  if (text === null) return null;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(text)) return text;
  yaml.add(node, 'SHAPE', `${what} is a date such as 2026-07-01`);
  return null;
}

/** One writing means one code: where two claim it, both are named. */
function spellingsOf(yaml: DocumentReader, root: YAMLMap, codes: ReadonlyMap<string, CelCode>): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  const map = yaml.get(root, 'codes');
  for (const { code, label, aliases } of codes.values())
    for (const text of [code, label, ...aliases]) {
      const spelling = spellingOf(text);
      const other = spellings.get(spelling);
      if (other !== undefined && other !== code)
        yaml.add(
          isMap(map) ? map.items.find(({ key }) => isScalar(key) && String(key.value) === code)?.key : map,
          'AMBIGUOUS',
          `"${text}" means ${other} and ${code}: one writing has one meaning`,
        );
      else spellings.set(spelling, code);
    }
  return spellings;
}
