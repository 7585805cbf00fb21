import { type PositionedEvent } from '#libs/contracts';
import { nearestName } from '#libs/expressions';
import { conflict, notFound, ProblemError } from '#libs/platform';
import { type PublishedDefinition } from '../run/report-context.js';
import { type DefinitionVersion, inForce, versionsOf } from './definition-version.js';
import { type DefinitionVocabularies } from './definition-vocabularies.js';
import { parseDefinition } from './parse-definition.js';
import { isTermDocument } from '../terms/term.js';

/** Which events count: up to a dense position, recorded by an instant (ISO 8601); null: all. */
export interface Recorded {
  readonly position: number | null;
  readonly knownAt: string | null;
}

/** Where definitions are read: the events of `definition-<name>`. */
export interface DefinitionEvents {
  of(name: string): Promise<readonly PositionedEvent[]>;
  names(): Promise<readonly string[]>;
  /** The same as they were on record. */
  recorded(by: Recorded): DefinitionEvents;
}

/** `name` or `name@version`. */
export function referenceOf(reference: string): { name: string; version: number | null } {
  const match = /^([a-z][a-z0-9_]*)(?:@([1-9]\d{0,8}))?$/.exec(reference);
  if (!match)
    throw new ProblemError(422, [
      { code: 'DEFINITION.REFERENCE', message: `"${reference}" names no definition: write new_leads or new_leads@2`, path: 'definition' },
    ]);
  return { name: match[1]!, version: match[2] === undefined ? null : Number(match[2]) };
}

/** `name@version`; a command that changes a version has to name it. */
export function versionReferenceOf(reference: string): { name: string; version: number } {
  const { name, version } = referenceOf(reference);
  if (version !== null) return { name, version };
  throw new ProblemError(422, [
    {
      code: 'DEFINITION.REFERENCE',
      message: `Name the version: ${name}@1, or another one that "definition list" shows`,
      path: 'definition',
    },
  ]);
}

export async function everyVersion(events: DefinitionEvents): Promise<readonly DefinitionVersion[]> {
  return (await Promise.all((await events.names()).map(async (name) => versionsOf(await events.of(name))))).flat();
}

/** Every version of one name. Throws 404 naming the nearest. */
export async function knownVersions(events: DefinitionEvents, name: string): Promise<readonly DefinitionVersion[]> {
  const versions = versionsOf(await events.of(name));
  if (versions.length > 0) return versions;
  const known = await events.names();
  const nearest = nearestName(name, known);
  throw notFound(
    'DEFINITION.NOT_FOUND',
    `There is no definition ${name}${nearest ? `; did you mean ${nearest}?` : `; there are: ${known.join(', ') || 'none'}`}`,
  );
}

/** The version asked for, else the one in force. Throws 404 naming the nearest definition, or the versions there are; 409 where none is in force. */
export async function findVersion(events: DefinitionEvents, reference: string, now: string): Promise<DefinitionVersion> {
  const { name, version } = referenceOf(reference);
  const versions = await knownVersions(events, name);
  const found = version === null ? inForce(versions, now) : versions.find((each) => each.version === version);
  if (found) return found;
  const list = versions.map((each) => `${name}@${each.version} (${each.state})`).join(', ');
  if (version === null) throw conflict('DEFINITION.NOT_IN_FORCE', `No version of ${name} is in force; name one: ${list}`);
  throw notFound('DEFINITION.NOT_FOUND', `${name} has no version ${version}; it has ${list}`);
}

/** A term has no number of its own. Throws 422 naming what uses it. */
export function assertMetric({ name, version, document }: DefinitionVersion, usedBy: readonly string[]): void {
  if (!isTermDocument(document)) return;
  const hint = usedBy.length > 0 ? `; ask a definition that uses it: ${usedBy.join(', ')}` : '; no definition uses it yet';
  throw new ProblemError(422, [
    { code: 'DEFINITION.TERM', message: `${name}@${version} is a term and has no number of its own${hint}`, path: 'definition' },
  ]);
}

/** Compiled once a process: a version never changes. */
const compiled = new Map<string, PublishedDefinition>();

/** A version that can be run. Drafts and tests say so in all they give. */
export function compileVersion(
  found: Pick<DefinitionVersion, 'name' | 'version' | 'document' | 'documentHash' | 'state' | 'uses'>,
  vocabularies: DefinitionVocabularies,
): PublishedDefinition {
  const { library, asked, otherwise } = vocabularies;
  const versions = library.names.map((name) => `${name}@${asked?.(name) ?? ''}@${otherwise(name) ?? ''}`);
  const key = [found.documentHash, found.version, ...found.uses.map((used) => used.documentHash), ...versions].join(' ');
  const state = found.state === 'draft' || found.state === 'test' ? { state: found.state } : {};
  const known = compiled.get(key);
  if (known) return { ...known, ...state };
  const { definition, problems } = parseDefinition(found.document, { ...vocabularies, isOnRecord: true });
  if (!definition)
    throw new Error(
      `${found.name}@${found.version} no longer compiles: ${problems.map(({ message, line, column }) => `${line}:${column} ${message}`).join('; ')}`,
    );
  const published = { definition, version: found.version, documentHash: found.documentHash };
  compiled.set(key, published);
  return { ...published, ...state };
}
