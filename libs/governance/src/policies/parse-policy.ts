import { type Node, type YAMLMap } from 'yaml';
import { type DocumentProblem, DocumentReader, type Vocabularies } from '#libs/expressions';
import { type PolicyHead, type PolicyKind } from './policy-kind.js';

export const headKeys = ['policy', 'kind', 'describe', 'owner', 'reviewBy', 'effectiveFrom', 'tests'];
const NAME = /^[a-z][a-z0-9_-]{0,63}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

export interface ParsedPolicy {
  /** Null where the head itself has problems. */
  readonly head: PolicyHead | null;
  readonly kind: PolicyKind | null;
  /** Null where there is any problem, also an unanswered question. */
  readonly spec: unknown;
  /** What could be read beside problems elsewhere in the document: enough to say what stands against it. */
  readonly readable: unknown;
  /** Every problem, in the order of the document. */
  readonly problems: readonly DocumentProblem[];
  /** Line and column of what a path names. */
  readonly placeOf: (path: string) => Pick<DocumentProblem, 'line' | 'column'>;
}

/** Reads and checks a document of any of the kinds. With vocabularies, values that are written out are judged too. */
export function parsePolicy(source: string, kinds: readonly PolicyKind[], vocabularies?: Vocabularies): ParsedPolicy {
  const yaml = new DocumentReader(source, { code: 'POLICY', noun: 'A policy', key: 'policy' }, { ...(vocabularies && { vocabularies }) });
  const placeOf = (path: string) => yaml.placeOf(path);
  const root = yaml.root();
  if (!root) return { head: null, kind: null, spec: null, readable: null, problems: yaml.sorted(), placeOf };
  const kindName = yaml.choice(
    yaml.get(root, 'kind'),
    'kind',
    kinds.map(({ kind }) => kind),
    null,
  );
  const kind = kinds.find((each) => each.kind === kindName) ?? null;
  if (kind) yaml.onlyKeys(root, [...headKeys, ...kind.keys], `A policy of kind ${kind.kind}`);
  const head = headOf(yaml, root, kindName ?? '');
  const readable = kind && head ? kind.read(yaml, root, head) : null;
  return { head, kind, spec: yaml.problems.length === 0 ? readable : null, readable, problems: yaml.sorted(), placeOf };
}

function headOf(yaml: DocumentReader, root: YAMLMap, kind: string): PolicyHead | null {
  const nameNode = yaml.get(root, 'policy');
  const name = yaml.text(nameNode, 'policy (its name)', true);
  if (name !== null && !NAME.test(name))
    yaml.add(nameNode, 'NAME', 'A name has lower-case letters, digits, _ and -, starts with a letter, and is at most 64 long');
  const owner = yaml.text(yaml.get(root, 'owner'), 'owner (the person who answers for it)', true);
  const reviewBy = reviewOf(yaml, yaml.get(root, 'reviewBy'));
  const effectiveFrom = effectiveOf(yaml, yaml.get(root, 'effectiveFrom'));
  yaml.text(yaml.get(root, 'describe'), 'describe');
  return name === null || owner === null || !NAME.test(name) ? null : { name, kind, owner, reviewBy, effectiveFrom };
}

function reviewOf(yaml: DocumentReader, node: Node | null): string | null {
  const text = yaml.text(node, 'reviewBy (the date by which it is looked at again)', true);
  if (text === null) return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)) return text;
  yaml.add(node, 'SHAPE', 'reviewBy is a date such as 2026-09-01');
  return null;
}

function effectiveOf(yaml: DocumentReader, node: Node | null): number | null {
  const text = yaml.text(node, 'effectiveFrom');
  if (text === null) return null;
  const at = INSTANT.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at)) yaml.add(node, 'SHAPE', 'effectiveFrom is an instant with its offset, such as 2026-09-01T00:00:00+02:00');
  return Number.isNaN(at) ? null : at;
}
