import { readFile as readText } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { invalid, sha256 } from '#libs/platform';
import { ZoneClock } from '../column/zone-clock.js';
import { type ColumnDefaults, readZone, type Vocabularies } from './column-section.js';
import { type DraftFile, readFile } from './file-section.js';
import { type DraftHistory, readHistory } from './history-section.js';
import { readIdentities } from './identities-section.js';
import { type HistorySection, type Join, type Mapping, type OrganisationSection, type RowShape, type TableFile } from './mapping.js';
import { type MappingProblem, mappingRefused } from './mapping-problem.js';
import { type DraftOrganisation, readOrganisation } from './organisation-section.js';
import { rowScope } from './value.js';
import { YamlNode } from './yaml-node.js';

const topFields = [
  'mapping',
  'source',
  'description',
  'zone',
  'noValue',
  'vocabularies',
  'files',
  'identities',
  'organisation',
  'history',
] as const;
const importName = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * Reads a mapping and looks into the files it names. Paths in it are relative to its own folder.
 * Throws one `ProblemError` 422 with every problem at its line and column; 422 `MAPPING.MISSING` where there is no such file.
 */
export async function loadMapping(path: string): Promise<Mapping> {
  const document = await readText(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const message =
      error.code === 'ENOENT'
        ? `There is no mapping ${path}; give the path of the YAML file that says how rows become history`
        : `The mapping ${path} cannot be read (${error.code ?? error.message}); give a file that this user may read`;
    throw invalid({ code: 'MAPPING.MISSING', message });
  });
  const { mapping, problems } = await checkMapping(document, dirname(resolve(path)));
  if (!mapping) throw mappingRefused(problems);
  return mapping;
}

export interface CheckedMapping {
  readonly mapping: Mapping | null;
  /** In the order of the file. */
  readonly problems: readonly MappingProblem[];
}

/** The mapping, or everything that is wrong with it. Paths in it are relative to `folder`. */
export async function checkMapping(document: string, folder: string): Promise<CheckedMapping> {
  const root = YamlNode.parse(document);
  const mapping = await readMapping(root, document, folder);
  const problems = [...root.list.problems].sort((a, b) => a.line - b.line || a.column - b.column);
  return { mapping: problems.length > 0 ? null : mapping, problems };
}

async function readMapping(root: YamlNode, document: string, folder: string): Promise<Mapping | null> {
  const problems = root.list.problems;
  if (problems.length > 0) return null;
  const fields = root.fields(topFields);
  for (const name of ['mapping', 'source', 'files', 'history'] as const)
    if (!fields[name]) root.problem('MAPPING.FIELD_MISSING', `\`${name}\` is missing`);
  const name = fields.mapping?.text();
  if (name !== undefined && !importName.test(name))
    fields.mapping!.problem('MAPPING.NAME', 'a mapping is named in lower-case letters, digits, `.`, `_` and `-`, at most 64');
  const defaults: ColumnDefaults = {
    zone: (fields.zone && readZone(fields.zone)) ?? 'UTC',
    noValue: fields.noValue ? fields.noValue.items().map((item) => item.text() ?? '') : [''],
    vocabularies: readVocabularies(fields.vocabularies),
  };
  const files = new Map<string, DraftFile>();
  for (const { key, value } of fields.files?.entries() ?? []) files.set(key, (await readFile(key, value, folder, defaults)) as DraftFile);
  const readable = new Map([...files].filter(([, file]) => file as DraftFile | undefined));
  const scope = rowScope(new Map(), new Set(), new ZoneClock(defaults.zone, 'reject'), false);
  const identities = readIdentities(fields.identities, readable, scope);
  const organisation = (fields.organisation?.items() ?? []).flatMap((item) => readOrganisation(item, files, scope));
  const source = fields.source?.text() ?? '';
  const history = (fields.history?.items() ?? []).flatMap((item) => readHistory(item, files, source, scope) ?? []);
  if (problems.length > 0 || name === undefined) return null;
  return { name, source, document, hash: sha256(document), identities, ...placed(readable, organisation, history) };
}

function readVocabularies(node: YamlNode | undefined): Vocabularies {
  const vocabularies = new Map<string, ReadonlyMap<string, string>>();
  for (const { key, value } of node?.entries() ?? []) {
    const spellings = new Map<string, string>();
    for (const { key: meaning, value: aliases } of value.entries()) {
      spellings.set(meaning, meaning);
      for (const item of aliases.itemOrItems()) {
        const alias = item.scalar() === null ? undefined : item.text();
        if (alias === undefined) continue;
        const taken = spellings.get(alias);
        if (taken !== undefined && taken !== meaning) item.problem('MAPPING.ALIAS_TWICE', `\`${alias}\` already stands for \`${taken}\``);
        spellings.set(alias, meaning);
      }
    }
    vocabularies.set(key, spellings);
  }
  return vocabularies;
}

/** Gives every column that is read its place in the rows. */
function placed(
  drafts: ReadonlyMap<string, DraftFile>,
  organisation: readonly DraftOrganisation[],
  history: readonly DraftHistory[],
): Pick<Mapping, 'files' | 'organisation' | 'history'> {
  const files = new Map<string, TableFile>();
  for (const [name, { source, columns, used }] of drafts)
    files.set(name, { name, ...source, columns: [...columns.values()].filter((column) => used.has(column.name)) });
  const shape = (file: string, joins: readonly Join[] = []): RowShape => {
    const columns = [...files.get(file)!.columns];
    for (const join of joins)
      for (const column of files.get(join.file)!.columns) columns.push({ ...column, name: join.prefix + column.name, carry: false });
    const indexOf = new Map<string, number>();
    columns.forEach((column, index) => indexOf.has(column.name) || indexOf.set(column.name, index));
    return { columns, indexOf };
  };
  const sections = history.map((draft): HistorySection => ({
    ...draft,
    file: draft.file.name,
    shape: shape(draft.file.name, draft.joins),
  }));
  const rules = organisation.map((draft): OrganisationSection => ({ ...draft, file: draft.file.name, shape: shape(draft.file.name) }));
  return { files, organisation: rules, history: sections };
}
