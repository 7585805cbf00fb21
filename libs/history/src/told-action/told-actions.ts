import { type TObject, type TProperties, Type } from '@sinclair/typebox';
import { Attributes, Holder, Id, Money } from '#libs/contracts';
import { type ToldAction } from '../mapping/mapping.js';

const text = Type.String({ maxLength: 100_000 });
const optional = Type.Optional(text);
const instant = Type.String({ minLength: 20, maxLength: 40 });
const texts = Type.Optional(Type.Array(text, { maxItems: 100 }));
const move = { to: Holder, team: Type.Optional(Id) };
const toPool = { pool: Type.Optional(Id), reason: optional };
const ofAction = { actionId: Type.Optional(Id) };

const action = <N extends ToldAction, F extends TProperties>(name: N, fields: F) => Type.Object({ do: Type.Literal(name), ...fields });

/** The form of every action that history tells, by its name: what a mapping makes of a row and what the import endpoints take. */
export const toldActions = {
  'capture-inquiry': action('capture-inquiry', {
    source: optional,
    channel: optional,
    medium: optional,
    campaign: optional,
    externalSource: optional,
    externalId: optional,
    contact: Type.Optional(Type.Object({ name: optional, phones: texts, emails: texts, handles: texts })),
    attributes: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    payload: Type.Optional(Type.Unknown()),
    holder: Type.Optional(Holder),
    team: Type.Optional(Id),
  }),
  'change-attributes': action('change-attributes', { attributes: Attributes }),
  'assign-lead': action('assign-lead', { ...move, reason: optional }),
  'claim-lead': action('claim-lead', { rep: Id, team: Type.Optional(Id), reason: optional }),
  'transfer-lead': action('transfer-lead', { ...move, reason: text }),
  'release-lead': action('release-lead', toPool),
  'recycle-lead': action('recycle-lead', toPool),
  'correct-ownership': action('correct-ownership', { ...move, until: Type.Optional(instant), reason: text }),
  'record-follow-up': action('record-follow-up', {
    type: text,
    direction: Type.Union([Type.Literal('outbound'), Type.Literal('inbound'), Type.Literal('internal')]),
    outcome: optional,
    automatic: Type.Optional(Type.Boolean()),
    by: Type.Optional(Id),
    note: optional,
  }),
  'plan-next-action': action('plan-next-action', { action: text, dueAt: instant, by: Type.Optional(Id) }),
  'complete-next-action': action('complete-next-action', { ...ofAction, note: optional }),
  'move-next-action': action('move-next-action', { ...ofAction, dueAt: instant, by: Type.Optional(Id), reason: optional }),
  'cancel-next-action': action('cancel-next-action', { ...ofAction, reason: optional }),
  'declare-waiting': action('declare-waiting', {
    on: Type.Optional(Type.Union([Type.Literal('customer'), Type.Literal('colleague'), Type.Literal('other')])),
    for: text,
    until: instant,
  }),
  'set-contract': action('set-contract', { endsOn: text, zone: text, noticeDays: Type.Optional(Type.Number()), action: optional }),
  'enter-stage': action('enter-stage', { stage: text, process: optional }),
  'win-lead': action('win-lead', { value: Type.Optional(Money), reason: optional }),
  'lose-lead': action('lose-lead', { reason: optional }),
  'close-lead': action('close-lead', { disposition: text, reason: optional, revisitAt: Type.Optional(instant) }),
  'reopen-lead': action('reopen-lead', { reason: optional }),
  'mark-lead-invalid': action('mark-lead-invalid', { reason: text }),
} satisfies Record<ToldAction, TObject>;
