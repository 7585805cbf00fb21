import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentViolations } from '#libs/expressions';
import { invalid, notFound, ProblemError, sha256 } from '#libs/platform';
import { type DefinitionVocabularies } from '../definitions/definition-vocabularies.js';
import { parseDefinition } from '../definitions/parse-definition.js';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { type PublishedDefinition } from '../run/report-context.js';
import { readExpected, writeExpected } from './expected-figures.js';
import { documentsOfHistory } from './history-documents.js';
import { readHistory } from './read-history.js';
import { type DefinitionTest, foundFigures, type GoldenCase, testDefinition } from './test-definition.js';
import { expectedOf } from './expected-figures.js';

/** The histories that come with the product. */
export const shippedHistories = fileURLToPath(new URL('./histories/', import.meta.url));

const HISTORY = /\.history\.(ya?ml|ndjson)$/;
const expectedFile = (file: string): string => file.replace(HISTORY, '.expected.yaml');

/** Histories by their files; a folder stands for all in it. Throws 404 or 422 naming the file. */
export function readCases(paths: readonly string[]): (GoldenCase & { readonly file: string })[] {
  const files = paths.flatMap((path) => {
    if (!existsSync(path)) throw notFound('HISTORY.NOT_FOUND', `There is no ${path}`);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((file) => HISTORY.test(file))
      .sort()
      .map((file) => join(path, file));
  });
  const unnamed = files.filter((file) => !HISTORY.test(file));
  if (unnamed.length > 0 || files.length === 0)
    throw invalid({
      code: 'HISTORY.NAME',
      message: `Golden histories are files named NAME.history.yaml or NAME.history.ndjson; ${unnamed.join(', ') || paths.join(', ')} holds none`,
    });
  return files.map((file) => ({
    file,
    history: readHistory(file, readFileSync(file, 'utf8')),
    expected: existsSync(expectedFile(file)) ? readExpected(expectedFile(file), readFileSync(expectedFile(file), 'utf8')) : [],
  }));
}

/** A document as a definition. Throws 422 with every problem at its line and column of `file`. */
function compileDocument(file: string, document: string, given?: DefinitionVocabularies): PublishedDefinition {
  const { definition, problems } = parseDefinition(document, given);
  const [first, ...others] = documentViolations(problems).map((each) => ({ ...each, path: `${file}:${each.path ?? ''}` }));
  if (!definition) throw new ProblemError(422, [first!, ...others]);
  return { definition, version: versionOf(file) ?? 0, documentHash: sha256(document) };
}

/** The number in a name such as `new_leads.2.yaml` or `new_leads.2.definition.yaml`. */
const versionOf = (file: string): number | null => {
  const found = /\.(\d{1,9})(?:\.definition)?\.ya?ml$/.exec(file)?.[1];
  return found === undefined ? null : Number(found);
};

/** The document of the library under `name@version`, or its last version. Throws 404. */
export function shippedDocument(reference: string): { readonly label: string; readonly document: string } {
  const found = shippedDefinitions().findLast(({ name, version }) => reference === name || reference === `${name}@${version}`);
  if (found) return { label: `${found.name}@${found.version}`, document: found.document };
  throw notFound(
    'DEFINITION.NOT_FOUND',
    `The library that ships has no ${reference}; give a file, or name a server with --url to compare with what is published there`,
  );
}

export interface GoldenTestAsk {
  readonly file: string;
  readonly document: string;
  readonly against: { readonly label: string; readonly document: string } | null;
  /** Files or folders; none: the histories that ship. */
  readonly histories: readonly string[];
  /** Write what is found beside the histories. */
  readonly save: boolean;
}

/** `definition test`: one document over frozen histories. */
export async function runGoldenTest(ask: GoldenTestAsk): Promise<DefinitionTest & { readonly against: string | null }> {
  const version = versionOf(ask.file);
  const cases = readCases(ask.histories.length > 0 ? ask.histories : [shippedHistories]).map((each) => {
    const given = documentsOfHistory(each.history.entries);
    const definition = compileDocument(ask.file, ask.document, given);
    return { ...each, definition, against: ask.against && compileDocument(ask.against.label, ask.against.document, given) };
  });
  const test = await testDefinition(version, cases);
  if (ask.save)
    for (const { file, history, expected } of cases) {
      const own = expectedOf(expected, test.definition, version);
      const report = version === null ? test.definition : `${test.definition}@${version}`;
      writeFileSync(expectedFile(file), writeExpected(expected, own, foundFigures(test, history.name, report)));
    }
  return { ...test, ...(ask.save && { passed: true }), against: ask.against?.label ?? null };
}
