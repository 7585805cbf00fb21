import { type TSchema, Type } from '@sinclair/typebox';
import { Actor, Attributes, Id, OccurredAt } from '#libs/contracts';
import { toldActions } from '#libs/history';

/** The bodies of the import endpoints. Facts are checked for form here; what they mean is for the same rules as every other command. */

const text = Type.String({ maxLength: 100_000 });
const optional = Type.Optional(text);
const instant = Type.String({ minLength: 20, maxLength: 40 });
const action = <N extends string, F extends Record<string, TSchema>>(name: N, fields: F) =>
  Type.Object({ do: Type.Literal(name), ...fields });

const LeadAction = Type.Union(Object.values(toldActions));

const OrganisationAction = Type.Union([
  action('join-rep', { rep: Id, name: text, attributes: Type.Optional(Attributes) }),
  action('join-team', { rep: Id, team: Id }),
  action('leave-team', { rep: Id, team: Id }),
  action('deactivate-rep', { rep: Id, reason: optional }),
  action('create-team', { team: Id, name: text, attributes: Type.Optional(Attributes) }),
  action('create-pool', { pool: Id, name: text, team: Type.Optional(Id) }),
]);

const count = Type.Integer({ minimum: 0 });

export const StartBody = Type.Object({
  mapping: Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' }),
  mappingHash: Type.String({ minLength: 1, maxLength: 128 }),
  files: Type.Array(Type.Object({ name: text, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }), bytes: count })),
});

export const OrganisationBody = Type.Object({
  facts: Type.Array(Type.Object({ occurredAt: OccurredAt, action: OrganisationAction }), { maxItems: 100_000 }),
});

export const CasesBody = Type.Object({
  enforcement: Type.Optional(Type.Union([Type.Literal('record-only'), Type.Literal('warn'), Type.Literal('block')])),
  cases: Type.Array(
    Type.Object({
      leadKey: Type.Object({ source: Id, id: Id }),
      rows: Type.Array(Type.Object({ key: text, hash: text, file: text, row: count, line: count })),
      facts: Type.Array(
        Type.Object({
          rowKey: text,
          rowHash: text,
          occurredAt: OccurredAt,
          knownAt: Type.Union([instant, Type.Null()]),
          actor: Type.Optional(Actor),
          action: LeadAction,
        }),
      ),
    }),
    { maxItems: 100_000 },
  ),
});

export const CompleteBody = Type.Object({ rows: count, accepted: count, rejected: count, leads: count, events: count });

export const UndoBody = Type.Object({ reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })) });
