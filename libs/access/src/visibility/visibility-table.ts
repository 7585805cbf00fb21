import { type VisibilityMode } from '#libs/contracts';

/** The table below, by name and version: a change of it is a new version, so that earlier reads stay explained by what held then. */
export const VISIBILITY_TABLE = 'visibility@1';

/** What a lead is to the rep who looks at it; the first that holds. */
export type Relation = 'owner' | 'granted' | 'team' | 'pool' | 'other';

/** `masked`: there, without the masked fields. `hidden`: counted in totals, and nothing else. */
export type Sight = 'full' | 'masked' | 'hidden';

/** The modes from wide to narrow. */
export const visibilityModes: readonly VisibilityMode[] = ['open', 'team', 'own', 'own+pool masked'];

/** The one table. Who is no rep (administrators, managers, analysts, apps) is not bound by it. */
export const sightOf: Readonly<Record<VisibilityMode, Readonly<Record<Relation, Sight>>>> = {
  open: { owner: 'full', granted: 'full', team: 'full', pool: 'full', other: 'full' },
  team: { owner: 'full', granted: 'full', team: 'full', pool: 'full', other: 'hidden' },
  own: { owner: 'full', granted: 'full', team: 'hidden', pool: 'full', other: 'hidden' },
  'own+pool masked': { owner: 'full', granted: 'full', team: 'hidden', pool: 'masked', other: 'hidden' },
};

/** What `masked` takes away: all that could lead to the customer or tell what was agreed. The id, the wait and where it came from stay. */
export const MASKED_FIELDS: readonly string[] = [
  'externalId',
  'externalSource',
  'personIds',
  'attributes',
  'lastFollowUp',
  'lastOwnerFollowUp',
  'nextAction',
  'history',
];

/** Every field that a pool may mask: those of a lead's card, and its history. */
export const maskableFields: readonly string[] = [
  ...MASKED_FIELDS,
  'capturedAt',
  'channels',
  'closed',
  'followUps',
  'handOvers',
  'inquiries',
  'origin',
  'stage',
  'stageSince',
  'team',
];
