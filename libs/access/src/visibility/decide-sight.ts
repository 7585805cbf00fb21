import { type Holder, type VisibilityMode } from '#libs/contracts';
import { MASKED_FIELDS, type Relation, type Sight, sightOf, VISIBILITY_TABLE, visibilityModes } from './visibility-table.js';

/** What of a lead decides who may see it. */
export interface SeenLead {
  readonly holder: Holder;
  /** Every team it counted for: a lead that crossed teams keeps the narrower visibility. */
  readonly teams: readonly string[];
  /** An administrator or manager lets this rep see it, or the rep covers for its absent owner. */
  readonly granted: boolean;
  /** Of the pool that has it: whether it is for this rep, and what it masks. */
  readonly pool: { readonly mayBeSeen: boolean; readonly maskedFields: readonly string[] } | null;
}

/** A rep who looks. */
export interface Reader {
  readonly rep: string | null;
  readonly teams: readonly string[];
}

export interface ModeInForce {
  readonly mode: VisibilityMode;
  /** 0: nobody has decided. */
  readonly version: number;
}

/** The modes at an instant. */
export interface Modes {
  readonly organisation: ModeInForce;
  /** Null: none of its own. */
  team(team: string): ModeInForce | null;
}

/** What was decided, so that it can be explained afterwards. */
export interface SightDecision {
  readonly sight: Sight;
  readonly maskedFields: readonly string[];
  readonly relation: Relation;
  readonly mode: VisibilityMode;
  /** `own@2 of team north`: the mode that decided, the narrowest of those that apply. */
  readonly decidedBy: string;
  readonly table: typeof VISIBILITY_TABLE;
  readonly because: string;
}

export function decideSight(lead: SeenLead, reader: Reader, modes: Modes): SightDecision {
  const { mode, decidedBy } = narrowest(lead.teams, modes);
  const relation = relationOf(lead, reader);
  const ofTable = sightOf[mode][relation];
  const excluded = relation === 'pool' && lead.pool?.mayBeSeen === false;
  const masked = relation === 'pool' ? [...(ofTable === 'masked' ? MASKED_FIELDS : []), ...(lead.pool?.maskedFields ?? [])] : [];
  const sight: Sight = excluded ? 'hidden' : ofTable === 'full' && masked.length > 0 ? 'masked' : ofTable;
  return {
    sight,
    maskedFields: sight === 'masked' ? [...new Set(masked)].sort() : [],
    relation,
    mode,
    decidedBy,
    table: VISIBILITY_TABLE,
    because: excluded ? 'The pool is for others' : `${inWords[relation]}; ${decidedBy} shows such leads ${ways[sight]}`,
  };
}

const inWords: Readonly<Record<Relation, string>> = {
  owner: 'The rep owns the lead',
  granted: 'Access to the lead was granted, or the rep covers for its owner',
  team: 'The lead is in a team of the rep',
  pool: 'The lead is in a pool',
  other: 'The lead is with others',
};
const ways: Readonly<Record<Sight, string>> = { full: 'in full', masked: 'without the masked fields', hidden: 'in totals only' };

function relationOf({ holder, teams, granted }: SeenLead, reader: Reader): Relation {
  if (holder.kind === 'person' && holder.id === reader.rep) return 'owner';
  if (granted) return 'granted';
  if (holder.kind === 'pool') return 'pool';
  const present = holder.kind === 'team' ? holder.id : teams.at(-1);
  return present !== undefined && reader.teams.includes(present) ? 'team' : 'other';
}

function narrowest(teams: readonly string[], { organisation, team }: Modes): { mode: VisibilityMode; decidedBy: string } {
  const width = (mode: VisibilityMode): number => visibilityModes.indexOf(mode);
  let found = { mode: organisation.mode, decidedBy: `${organisation.mode}@${organisation.version} of the organisation` };
  for (const each of teams) {
    const own = team(each);
    if (own && width(own.mode) > width(found.mode)) found = { mode: own.mode, decidedBy: `${own.mode}@${own.version} of team ${each}` };
  }
  return found;
}
