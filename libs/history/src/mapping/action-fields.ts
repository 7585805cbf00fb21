import { type OrganisationAction, type ToldAction } from './mapping.js';

/** The shape of one field of an action: what the mapping may write there, and what is made of it. */
type FieldShape =
  | { readonly shape: 'text'; readonly oneOf?: readonly string[] }
  | { readonly shape: 'id' | 'boolean' | 'instant' | 'holder' | 'attributes' | 'json' | 'texts' }
  | { readonly shape: 'record'; readonly fields: Readonly<Record<string, ActionField>> };
export type ActionField = FieldShape & { readonly required?: true };
type Fields = Readonly<Record<string, ActionField>>;

const text: ActionField = { shape: 'text' };
const needed: ActionField = { shape: 'text', required: true };
const id: ActionField = { shape: 'id' };
const neededId: ActionField = { shape: 'id', required: true };
const to: ActionField = { shape: 'holder', required: true };
const instant: ActionField = { shape: 'instant' };

/** Every action on a lead that history tells, with its fields; the names are those of the command. */
export const leadActionFields: Readonly<Record<ToldAction, Fields>> = {
  'capture-inquiry': {
    source: text,
    channel: text,
    medium: text,
    campaign: text,
    contact: {
      shape: 'record',
      fields: { name: text, phones: { shape: 'texts' }, emails: { shape: 'texts' }, handles: { shape: 'texts' } },
    },
    attributes: { shape: 'attributes' },
    payload: { shape: 'json' },
    holder: { shape: 'holder' },
    team: id,
  },
  'change-attributes': { attributes: { shape: 'attributes', required: true } },
  'assign-lead': { to, team: id, reason: text },
  'claim-lead': { rep: neededId, team: id, reason: text },
  'transfer-lead': { to, team: id, reason: needed },
  'release-lead': { pool: id, reason: text },
  'recycle-lead': { pool: id, reason: text },
  'correct-ownership': { to, team: id, until: instant, reason: needed },
  'record-follow-up': {
    type: needed,
    direction: { shape: 'text', required: true, oneOf: ['outbound', 'inbound', 'internal'] },
    outcome: text,
    automatic: { shape: 'boolean' },
    by: id,
    note: text,
  },
  'plan-next-action': { action: needed, dueAt: { shape: 'instant', required: true }, by: id },
  'complete-next-action': { actionId: id, note: text },
  'move-next-action': { actionId: id, dueAt: { shape: 'instant', required: true }, by: id, reason: text },
  'cancel-next-action': { actionId: id, reason: text },
  'declare-waiting': {
    on: { shape: 'text', oneOf: ['customer', 'colleague', 'other'] },
    for: needed,
    until: { shape: 'instant', required: true },
  },
  'set-contract': { endsOn: needed, zone: needed, noticeDays: { shape: 'json' }, action: text },
  'enter-stage': { stage: needed, process: text },
  'win-lead': { value: { shape: 'record', fields: { amount: needed, currency: needed } }, reason: text },
  'lose-lead': { reason: text },
  'close-lead': { disposition: needed, reason: text, revisitAt: instant },
  'reopen-lead': { reason: text },
  'mark-lead-invalid': { reason: needed },
};

export const organisationFields: Readonly<Record<OrganisationAction, Fields>> = {
  'create-team': { team: neededId, name: text, attributes: { shape: 'attributes' } },
  'create-pool': { pool: neededId, name: text, team: id },
  'join-rep': { rep: neededId, name: text, attributes: { shape: 'attributes' } },
  'join-team': { rep: neededId, team: neededId },
  'leave-team': { rep: neededId, team: neededId },
  'deactivate-rep': { rep: neededId, reason: text },
};
