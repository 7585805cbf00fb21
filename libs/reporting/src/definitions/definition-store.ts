import { type PositionedEvent } from '#libs/contracts';
import { nearestName } from '#libs/expressions';
import { notFound, ProblemError } from '#libs/platform';
import { type PublishedDefinition } from '../run/report-context.js';
import { parseDefinition } from './parse-definition.js';

/** One version as it was published. */
export interface DefinitionVersion {
  readonly name: string;
  readonly version: number;
  readonly document: string;
  readonly documentHash: string;
  readonly reason: string;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly position: number;
  readonly retired: boolean;
}

/** Where published definitions are read: the events of `definition-<name>`. */
export interface DefinitionEvents {
  of(name: string): Promise<readonly PositionedEvent[]>;
  names(): Promise<readonly string[]>;
}

export function versionsOf(events: readonly PositionedEvent[]): DefinitionVersion[] {
  const versions: DefinitionVersion[] = [];
  for (const event of events) {
    if (event.type === 'definition.published') {
      const { name, version, document, documentHash, reason } = event.data;
      const { knownAt, actor } = event.metadata;
      versions.push({
        name,
        version,
        document,
        documentHash,
        reason,
        publishedAt: knownAt,
        publishedBy: actor.id,
        position: event.position,
        retired: false,
      });
    } else if (event.type === 'definition.retired') {
      const { version } = event.data;
      const at = versions.findIndex((each) => each.version === version);
      if (at >= 0) versions[at] = { ...versions[at]!, retired: true };
    }
  }
  return versions;
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

/** The version asked for, else the last that is not retired. Throws 404 naming the nearest definition, or the versions there are. */
export async function findVersion(events: DefinitionEvents, reference: string): Promise<DefinitionVersion> {
  const { name, version } = referenceOf(reference);
  const versions = versionsOf(await events.of(name));
  if (versions.length === 0) {
    const known = await events.names();
    const nearest = nearestName(name, known);
    throw notFound(
      'DEFINITION.NOT_FOUND',
      `There is no definition ${name}${nearest ? `; did you mean ${nearest}?` : `; published are: ${known.join(', ') || 'none'}`}`,
    );
  }
  const found =
    version === null
      ? (versions.findLast((each) => !each.retired) ?? versions[versions.length - 1])
      : versions.find((each) => each.version === version);
  if (!found)
    throw notFound('DEFINITION.NOT_FOUND', `${name} has no version ${version}; it has ${versions.map((each) => each.version).join(', ')}`);
  return found;
}

/** Compiled once a process: a published version never changes. */
const compiled = new Map<string, PublishedDefinition>();

export function compileVersion(found: Pick<DefinitionVersion, 'name' | 'version' | 'document' | 'documentHash'>): PublishedDefinition {
  const key = `${found.documentHash} ${found.version}`;
  const known = compiled.get(key);
  if (known) return known;
  const { definition, problems } = parseDefinition(found.document);
  if (!definition)
    throw new Error(
      `${found.name}@${found.version} no longer compiles: ${problems.map(({ message, line, column }) => `${line}:${column} ${message}`).join('; ')}`,
    );
  const published = { definition, version: found.version, documentHash: found.documentHash };
  compiled.set(key, published);
  return published;
}
