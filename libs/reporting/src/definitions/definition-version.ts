/** A version is drafted, may be put to test, is published, and is retired in the end. Nothing leads back: a changed document is another version. */
export type DefinitionState = 'draft' | 'test' | 'published' | 'retired';

/** A version of a document that another one stands on, fixed when that one was recorded. */
export interface UsedVersion {
  readonly name: string;
  readonly version: number;
  readonly documentHash: string;
}

interface StateChange {
  readonly state: DefinitionState;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** One version of a definition: its document, which never changes, and its life. */
export interface DefinitionVersion {
  readonly name: string;
  readonly version: number;
  readonly document: string;
  readonly documentHash: string;
  readonly uses: readonly UsedVersion[];
  readonly state: DefinitionState;
  /** From when on its name alone means this version; null where it was never published. */
  readonly effectiveFrom: string | null;
  /** Why it was published, or drafted. */
  readonly reason: string;
  readonly publishedAt: string | null;
  readonly publishedBy: string | null;
  /** Of the event that recorded the document first; null where the log has not numbered it yet. */
  readonly position: number | null;
  readonly changes: readonly StateChange[];
}

interface Recorded {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: { readonly knownAt: string; readonly actor: { readonly id: string } };
  readonly position?: number;
}

interface DocumentData {
  readonly name: string;
  readonly version: number;
  readonly document: string;
  readonly documentHash: string;
  readonly reason: string;
  readonly uses?: readonly UsedVersion[];
  readonly effectiveFrom?: string;
}

/** The versions of a definition, from the events of its stream. */
export const versionsOf = (stream: readonly Recorded[]): readonly DefinitionVersion[] =>
  stream.reduce<readonly DefinitionVersion[]>(evolve, []);

function evolve(versions: readonly DefinitionVersion[], event: Recorded): readonly DefinitionVersion[] {
  switch (event.type) {
    case 'definition.drafted':
      return [...versions, recorded(event, 'draft')];
    case 'definition.published': {
      const published = recorded(event, 'published');
      const at = versions.findIndex((each) => each.version === published.version);
      if (at < 0) return [...versions, published];
      const before = versions[at]!;
      return versions.with(at, { ...published, position: before.position, changes: [...before.changes, ...published.changes] });
    }
    case 'definition.put-to-test':
      return moved(versions, event, 'test');
    case 'definition.retired':
      return moved(versions, event, 'retired');
    default:
      return versions;
  }
}

function recorded({ data, metadata: { knownAt, actor }, position }: Recorded, state: 'draft' | 'published'): DefinitionVersion {
  const { name, version, document, documentHash, reason, uses = [], effectiveFrom } = data as DocumentData;
  const isPublished = state === 'published';
  return {
    name,
    version,
    document,
    documentHash,
    uses,
    state,
    effectiveFrom: isPublished ? (effectiveFrom ?? knownAt) : null,
    reason,
    publishedAt: isPublished ? knownAt : null,
    publishedBy: isPublished ? actor.id : null,
    position: position ?? null,
    changes: [{ state, at: knownAt, by: actor.id, reason }],
  };
}

function moved(
  versions: readonly DefinitionVersion[],
  { data, metadata: { knownAt, actor } }: Recorded,
  state: DefinitionState,
): readonly DefinitionVersion[] {
  const { version, reason } = data as { version: number; reason: string };
  return versions.map((each) =>
    each.version === version ? { ...each, state, changes: [...each.changes, { state, at: knownAt, by: actor.id, reason }] } : each,
  );
}

/** The version that the name alone means at an instant: of those published by then and not retired, the one in force last. */
export const inForce = (versions: readonly DefinitionVersion[], now: string): DefinitionVersion | undefined =>
  versions.reduce<DefinitionVersion | undefined>(
    (last, each) =>
      each.state === 'published' && each.effectiveFrom! <= now && (!last || each.effectiveFrom! >= last.effectiveFrom!) ? each : last,
    undefined,
  );

/** Numbers are given once: to drafts that were never published too. */
export const nextVersion = (versions: readonly DefinitionVersion[]): number =>
  versions.reduce((highest, each) => Math.max(highest, each.version), 0) + 1;
