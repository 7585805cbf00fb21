/** What later facts of one kind, recorded by one actor, did to a figure. */
export interface Cause {
  /** Such as `late follow-up`, `corrected owner`, `merge`, `retracted import`. */
  readonly kind: string;
  /** Who recorded them. */
  readonly actor: { readonly kind: string; readonly id: string };
  /** Whose they are: the reps who made the calls, or whom a correction named. */
  readonly reps: readonly string[];
  readonly events: number;
  /** How many members of the figure left, entered or changed by them. */
  readonly members: number;
}

/** As it is written into an event. */
export const recorded = ({ kind, actor, reps, events, members }: Cause) => ({
  kind,
  actor: { ...actor },
  reps: [...reps],
  events,
  members,
});

/** The kind of a fact that was recorded after a figure was published, in words for people. */
export function causeKind(type: string, isImported: boolean): string {
  if (type.endsWith('.import-retracted')) return 'retracted import';
  if (isImported) return 'late import';
  return kinds[type] ?? (type.startsWith('rep.') || type.startsWith('team.') ? 'change of the organisation' : type.replace('lead.', ''));
}

const kinds: Readonly<Record<string, string>> = {
  'lead.follow-up-recorded': 'late follow-up',
  'lead.ownership-corrected': 'corrected owner',
  'lead.captured': 'late inquiry',
  'lead.inquiry-received': 'late inquiry',
  'lead.assigned': 'late assignment',
  'lead.claimed': 'late assignment',
  'lead.transferred': 'late assignment',
  'lead.released': 'late release',
  'lead.recycled': 'late recycling',
  'lead.won': 'late outcome',
  'lead.lost': 'late outcome',
  'lead.closed': 'late outcome',
  'lead.marked-invalid': 'late outcome',
  'lead.reopened': 'reopening',
  'lead.attributes-changed': 'changed attributes',
  'lead.stage-entered': 'late stage',
  'person.merged': 'merge',
  'person.unmerged': 'un-merge',
  'definition.figure-restated': 'restated figure',
  'definition.figure-held': 'held figure',
};
