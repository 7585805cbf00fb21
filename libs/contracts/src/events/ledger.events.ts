import { Type } from '@sinclair/typebox';
import { Id, nullable } from '../shapes.js';

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

  'definition.published': Type.Object({
    name: Id,
    version: Type.Integer({ minimum: 1 }),
    /** The YAML document as it was published. */
    document: Type.String(),
    documentHash: Type.String(),
    reason: Type.String({ minLength: 1 }),
  }),
  'definition.retired': Type.Object({ name: Id, version: Type.Integer({ minimum: 1 }), reason: Type.String({ minLength: 1 }) }),
  'definition.figure-published': Type.Object({ name: Id, version: Type.Integer({ minimum: 1 }), figureId: Id, receipt: Type.Unknown() }),

  /** The digest of the chain at a position, logged so that a spine rebuilt from an altered log does not pass. */
  'log.anchored': Type.Object({ position: Type.Integer({ minimum: 1 }), digest: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
} as const;
