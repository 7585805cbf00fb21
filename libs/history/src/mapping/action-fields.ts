import { type LeadAction } from '#libs/leads';
import { type OrganisationAction } from './mapping.js';

/** The shape of one field of an action: what the mapping may write there, and what is made of it. */
export type FieldShape =
  | { readonly shape: 'text'; readonly oneOf?: readonly string[] }
  | { readonly shape: 'boolean' | 'instant' | 'holder' | 'attributes' | 'json' | 'texts' }
  | { readonly shape: 'record'; readonly fields: Readonly<Record<string, ActionField>> };
export type ActionField = FieldShape & { readonly required?: true };
type Fields = Readonly<Record<string, ActionField>>;

const text: ActionField = { shape: 'text' };
const needed: ActionField = { shape: 'text', required: true };
const to: ActionField = { shape: 'holder', required: true };
const instant: ActionField = { shape: 'instant' };

/** Every action on a lead with its fields; the names are those of the command. */
export const leadActionFields: Readonly<Record<LeadAction['do'], Fields>> = {
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
    team: text,
  },
  'change-attributes': { attributes: { shape: 'attributes', required: true } },
  'assign-lead': { to, team: text, reason: text },
  'claim-lead': { rep: needed, team: text, reason: text },
  'transfer-lead': { to, team: text, reason: needed },
  'release-lead': { pool: text, reason: text },
  'recycle-lead': { pool: text, reason: text },
  'correct-ownership': { to, team: text, until: instant, reason: needed },
  'record-follow-up': {
    type: needed,
    direction: { shape: 'text', required: true, oneOf: ['outbound', 'inbound', 'internal'] },
    outcome: text,
    automatic: { shape: 'boolean' },
    by: text,
    note: text,
  },
  'plan-next-action': { action: needed, dueAt: { shape: 'instant', required: true }, by: text },
  'enter-stage': { stage: needed, process: text },
  'win-lead': { value: { shape: 'record', fields: { amount: needed, currency: needed } }, reason: text },
  'lose-lead': { reason: text },
  'close-lead': { disposition: needed, reason: text },
  'reopen-lead': { reason: text },
  'mark-lead-invalid': { reason: needed },
};

export const organisationFields: Readonly<Record<OrganisationAction, Fields>> = {
  'create-team': { team: needed, name: text, attributes: { shape: 'attributes' } },
  'create-pool': { pool: needed, name: text, team: text },
  'join-rep': { rep: needed, name: text, attributes: { shape: 'attributes' } },
  'join-team': { rep: needed, team: needed },
  'leave-team': { rep: needed, team: needed },
  'deactivate-rep': { rep: needed, reason: text },
};
