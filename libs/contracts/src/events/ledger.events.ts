import { Type } from '@sinclair/typebox';
import { Id, Instant, nullable } from '../shapes.js';

/** Later facts of one kind, recorded by one actor, that moved a published figure. */
const FigureCause = Type.Object({
  kind: Type.String(),
  actor: Type.Object({ kind: Type.String(), id: Type.String() }),
  reps: Type.Array(Type.String()),
  events: Type.Integer({ minimum: 1 }),
  members: Type.Integer({ minimum: 1 }),
});

const definitionDocument = Type.Object({
  name: Id,
  version: Type.Integer({ minimum: 1 }),
  /** The YAML document as it was sent. */
  document: Type.String(),
  documentHash: Type.String(),
  reason: Type.String({ minLength: 1 }),
  /** The versions of the documents that it stands on, fixed here. */
  uses: Type.Optional(Type.Array(Type.Object({ name: Id, version: Type.Integer({ minimum: 1 }), documentHash: Type.String() }))),
});

/** Events of `import-<id>`, `definition-<name>` and `log`. */
export const ledgerEvents = {
  'import.started': Type.Object({
    importId: Id,
    mapping: Type.String(),
    mappingHash: Type.String(),
    files: Type.Array(Type.Object({ name: Type.String(), sha256: Type.String(), bytes: Type.Integer() })),
  }),
  /** Keyed hashes `[rowKey, row]` of rows whose effect is in the log. */
  'import.rows-accepted': Type.Object({ rows: Type.Array(Type.Tuple([Type.String(), Type.String()])) }),
  'import.completed': Type.Object({
    rows: Type.Integer(),
    accepted: Type.Integer(),
    rejected: Type.Integer(),
    leads: Type.Integer(),
    events: Type.Integer(),
  }),
  'import.retracted': Type.Object({ importId: Id, reason: nullable(Type.String()) }),

  /** A document that can be run and is no figure yet. */
  'definition.drafted': definitionDocument,
  'definition.put-to-test': Type.Object({ name: Id, version: Type.Integer({ minimum: 1 }), reason: Type.String({ minLength: 1 }) }),
  /** `effectiveFrom`: from when on its name alone means this version; left out: from the event on. */
  'definition.published': Type.Composite([definitionDocument, Type.Object({ effectiveFrom: Type.Optional(Instant) })]),
  'definition.retired': Type.Object({ name: Id, version: Type.Integer({ minimum: 1 }), reason: Type.String({ minLength: 1 }) }),
  'definition.figure-published': Type.Object({ name: Id, version: Type.Integer({ minimum: 1 }), figureId: Id, receipt: Type.Unknown() }),
  /** The same question was published before under another version: what moved is the meaning, not the facts. */
  'definition.figure-redefined': Type.Object({
    name: Id,
    version: Type.Integer({ minimum: 1 }),
    figureId: Id,
    before: Type.Object({ figureId: Id, version: Type.Integer({ minimum: 1 }) }),
  }),
  /** Later facts moved a published figure, and somebody chose to let it stand at the new number from here on. */
  'definition.figure-restated': Type.Object({
    name: Id,
    version: Type.Integer({ minimum: 1 }),
    figureId: Id,
    receipt: Type.Unknown(),
    causes: Type.Array(FigureCause),
    reason: Type.String({ minLength: 1 }),
  }),
  /** Later facts moved a published figure, and somebody chose to leave it as it stands. */
  'definition.figure-held': Type.Object({
    name: Id,
    version: Type.Integer({ minimum: 1 }),
    figureId: Id,
    /** What was known up to here was looked at. */
    position: Type.String({ pattern: '^[0-9]+$' }),
    causes: Type.Array(FigureCause),
    reason: Type.String({ minLength: 1 }),
  }),

  /** The digest of the chain at a position, logged so that a spine rebuilt from an altered log does not pass. */
  'log.anchored': Type.Object({ position: Type.Integer({ minimum: 1 }), digest: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
} as const;
