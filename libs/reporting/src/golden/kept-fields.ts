import { type EventData, type EventType } from '#libs/contracts';

/** Whose id it is: written as a number, the same one everywhere (`rep3`). `value`: what somebody says of a colleague, so that equals stay equal. */
export type Category = 'lead' | 'person' | 'company' | 'contact' | 'record' | 'inquiry' | 'rep' | 'import' | 'payload' | 'value' | 'thing';
/** `as-is`: a word of the business, a time, an exact number. `reason`: as it is where a published vocabulary knows it, else a number. */
type Kept = 'as-is' | 'reason' | Category;
/** Who or what has a lead or did something: the id of a person becomes a number; those of teams, pools and automations are words of the business. */
type KeptRecord = 'whoever';

/** What is kept of data: fields by their names, items of a list alike, `*` any key. What is not named is left out. */
export type KeptShape = Kept | KeptRecord | { readonly [field: string]: KeptShape };

type KeptOf<V> = unknown extends V
  ? KeptShape
  : V extends readonly (infer Item)[]
    ? KeptOf<Item>
    : V extends object
      ? KeptRecord | { readonly [K in keyof V]?: KeptOf<V[K]> }
      : Kept;

const asIs = 'as-is';
const holder = 'whoever';
const moved = { to: holder, team: asIs, previous: holder } as const;
const contactPoints = { contactPointId: 'contact', personId: 'person', kind: asIs, country: asIs, validity: asIs } as const;
const inquiry = {
  inquiryId: 'inquiry',
  source: asIs,
  channel: asIs,
  medium: asIs,
  campaign: asIs,
  externalSource: asIs,
  externalId: 'record',
  attributes: { '*': asIs },
  recognised: { attribute: asIs, vocabulary: asIs },
  contactPoints,
  payloadHash: 'payload',
} as const;
const read = { fact: asIs, code: asIs, vocabulary: asIs } as const;
const decision = {
  decisionId: 'thing',
  leadId: 'lead',
  inquiryId: 'inquiry',
  mode: asIs,
  policy: { name: asIs },
  team: asIs,
  decidedAt: { at: asIs },
  read,
  rule: { kind: asIs, name: asIs, strategy: asIs },
  candidates: { rep: 'rep', excluded: { code: asIs, numbers: {} }, compared: {} },
  comparison: { by: asIs, best: asIs, next: { rep: 'rep' }, tie: asIs },
  chosen: holder,
  fallbacks: { step: asIs, to: holder, failed: asIs },
  heldUntil: asIs,
  returns: { rep: 'rep', at: asIs },
  fairness: { rep: 'rep' },
} as const;
const colleague = { manager: 'rep', '*': 'value' } as const;
const absence = { absenceId: 'thing', kind: asIs, from: asIs, to: asIs, cover: 'rep' } as const;
const retracted = { importId: 'import' } as const;
const recipient = { person: 'rep', role: asIs, team: asIs } as const;
const document = { name: asIs, document: asIs, documentHash: asIs, uses: { name: asIs, documentHash: asIs } } as const;
/** Of a receipt only the number that it proves. */
const receipt = { totalExact: { numerator: asIs, denominator: asIs } } as const;
const named = { name: asIs } as const;
const settings = {
  see: { roles: asIs, teams: asIs, reps: 'rep' },
  claim: { roles: asIs, teams: asIs, reps: 'rep' },
  maskedFields: asIs,
  movesTo: asIs,
} as const;
const undone = { purpose: asIs, pool: asIs, day: asIs } as const;

/**
 * What an exported history keeps of each type of event: texts, lists and records that are not named here are left out, numbers and truths of a record
 * that is named stay. A type that is missing does not compile.
 */
export const keptFields: { readonly [T in EventType]: KeptOf<EventData<T>> } = {
  'lead.captured': { leadId: 'lead', personId: 'person', holder, team: asIs, inquiry },
  'lead.inquiry-received': { personId: 'person', inquiry },
  'lead.attributes-changed': { attributes: { '*': asIs } },
  'lead.assigned': moved,
  'lead.claimed': moved,
  'lead.transferred': moved,
  'lead.released': moved,
  'lead.recycled': { ...moved, rule: { protectionId: 'thing', dueAt: asIs, lastFollowUpId: 'thing' } },
  'lead.ownership-corrected': { to: holder, team: asIs, until: asIs },
  'lead.follow-up-recorded': { followUpId: 'thing', type: asIs, direction: asIs, outcome: asIs, by: 'rep' },
  'lead.next-action-planned': { actionId: 'thing', dueAt: asIs, by: 'rep', from: { kind: asIs, id: 'thing' } },
  'lead.stage-entered': { stage: asIs, process: asIs, previous: asIs },
  'lead.won': { value: { amount: asIs, currency: asIs }, reason: 'reason' },
  'lead.lost': { reason: 'reason' },
  'lead.closed': { disposition: asIs, reason: 'reason', revisitAt: asIs },
  'lead.marked-invalid': { reason: 'reason' },
  'lead.reopened': {},
  'lead.locked': { until: asIs },
  'lead.unlocked': {},
  'lead.reservation-lapsed': { reservationId: 'thing', rep: 'rep' },
  'lead.access-requested': { requestId: 'thing', rep: 'rep', mode: asIs },
  'lead.access-decided': { requestId: 'thing', rep: 'rep', until: asIs },
  'lead.import-retracted': retracted,

  'lead.protection-started': {
    protectionId: 'thing',
    rule: asIs,
    ownershipEventId: 'thing',
    holder,
    from: asIs,
    zone: asIs,
    defaultDueAt: asIs,
    dueAt: asIs,
    extension: {},
    maximumAt: asIs,
    remindBefore: {},
    activity: { by: asIs, types: asIs, outcomes: asIs },
    lastActivity: { followUpId: 'thing', at: asIs },
    pool: asIs,
    read,
  },
  'lead.recycling-reminded': { protectionId: 'thing', dueAt: asIs, holder },
  'lead.recycling-exempted': { protectionId: 'thing', dueAt: asIs, because: { code: asIs }, read },
  'lead.protection-ended': { protectionId: 'thing', because: asIs },
  'lead.sla-started': {
    slaId: 'thing',
    clock: asIs,
    causeEventId: 'thing',
    from: asIs,
    dueAt: asIs,
    calendar: { id: asIs },
    stops: asIs,
    read,
  },
  'lead.sla-paused': { slaId: 'thing', at: asIs, waitingId: 'thing' },
  'lead.sla-resumed': { slaId: 'thing', at: asIs, dueAt: asIs },
  'lead.sla-met': { slaId: 'thing', at: asIs, byEventId: 'thing', by: 'rep' },
  'lead.sla-breached': {
    slaId: 'thing',
    clock: asIs,
    dueAt: asIs,
    holder,
    team: asIs,
    earlier: { holder, from: asIs, until: asIs },
    pauses: { from: asIs, until: asIs },
  },
  'lead.next-action-done': { actionId: 'thing' },
  'lead.next-action-moved': { actionId: 'thing', dueAt: asIs, by: 'rep' },
  'lead.next-action-cancelled': { actionId: 'thing' },
  'lead.next-action-overdue': { actionId: 'thing', dueAt: asIs, by: 'rep', team: asIs },
  'lead.waiting-declared': { waitingId: 'thing', on: asIs, until: asIs },
  'lead.waiting-ended': { waitingId: 'thing', because: asIs },
  'lead.contract-dated': { contractId: 'thing', endsOn: asIs, zone: asIs },

  'person.contact-points-added': { personId: 'person', contactPoints },
  'person.merged': { personId: 'person', into: 'person' },
  'person.unmerged': { personId: 'person', from: 'person' },
  'person.collision-ruled': { personId: 'person', owner: 'rep', leads: { leadId: 'lead', previous: holder } },

  'rep.joined': { repId: 'rep', attributes: colleague },
  'rep.profile-changed': { attributes: colleague },
  'rep.team-joined': { team: asIs, role: asIs },
  'rep.membership-changed': { team: asIs, role: asIs },
  'rep.team-left': { team: asIs },
  'rep.deactivated': {},
  'rep.leave-announced': { lastDay: asIs, endsAt: asIs },
  'rep.leave-withdrawn': {},
  // Why somebody is away (sick, parental) concerns nobody who reads a number.
  'rep.absence-announced': { ...absence, kind: 'value' },
  'rep.absence-changed': { ...absence, kind: 'value' },
  'rep.absence-cancelled': { absenceId: 'thing' },
  'rep.capacity-set': {},
  'rep.calendar-set': { calendar: asIs },
  'rep.on-call-set': { shiftId: 'thing', from: asIs, to: asIs, team: asIs },
  'rep.on-call-cancelled': { shiftId: 'thing' },
  'rep.confirmed': { repId: 'rep', attributes: colleague },
  'rep.membership-confirmed': { team: asIs, role: asIs },
  'rep.import-retracted': retracted,
  'rep.reservations-begun': {},
  'rep.balance-opened': { leadIds: 'lead', taken: { leadId: 'lead', ...undone } },
  'rep.reservation-taken': { reservationId: 'thing', leadId: 'lead', beside: asIs, ...undone },
  'rep.reservation-returned': { reservationId: 'thing', leadId: 'lead', because: asIs, beside: asIs, undone },
  'team.created': { teamId: asIs, attributes: colleague },
  'team.calendar-set': { calendar: asIs },
  'team.manager-named': { person: 'rep' },
  'team.confirmed': { teamId: asIs, attributes: colleague },
  'team.import-retracted': retracted,
  'team.visibility-changed': { mode: asIs },
  'team.returned-to-general-queue': { policies: asIs },
  'pool.created': { poolId: asIs, team: asIs },
  'pool.confirmed': { poolId: asIs, team: asIs },
  'pool.import-retracted': retracted,
  'pool.settings-changed': { settings },

  'settings.visibility-changed': { mode: asIs },
  'settings.release-routes-changed': { routes: { reason: 'reason', cameFrom: asIs, to: asIs } },
  'settings.right-given': { right: asIs },
  'settings.right-withdrawn': { right: asIs },
  'settings.accountable-named': { domain: asIs, person: 'rep', previous: 'rep' },
  'settings.departure-begun': { person: 'rep', commandId: 'thing' },
  'user.right-given': { userId: 'rep', right: asIs },
  'user.right-withdrawn': { userId: 'rep', right: asIs },

  'calendar.published': {
    calendarId: asIs,
    zone: asIs,
    weekly: { days: asIs, hours: asIs },
    exceptions: { date: asIs, hours: asIs },
    effectiveFrom: asIs,
  },
  'policy.drafted': { kind: asIs, name: asIs, owner: 'rep', effectiveFrom: asIs, reviewBy: asIs },
  'policy.put-to-test': {},
  'policy.activated': { effectiveFrom: asIs },
  'policy.paused': {},
  'policy.resumed': {},
  'policy.retired': {},
  'vocabulary.published': { name: asIs, document: asIs, documentHash: asIs, effectiveFrom: asIs },
  'redistribution.begun': { leads: { leadId: 'lead', previous: holder }, rep: 'rep', to: holder, team: asIs },
  'redistribution.carried-out': { moved: 'lead', refused: { leadId: 'lead', violations: { code: asIs } } },
  'rates.published': { name: asIs, to: asIs, rates: { currency: asIs, from: asIs, rate: asIs } },

  'assignment.decided': decision,
  'assignment.held': decision,
  'assignment.woken': { decisionId: 'thing', leadId: 'lead', dueAt: asIs },
  'assignment.superseded': { decisionId: 'thing', leadId: 'lead', because: asIs, by: 'rep', refused: { rep: 'rep', code: asIs } },
  'assignment.overridden': {
    decisionId: 'thing',
    leadId: 'lead',
    policy: named,
    entry: asIs,
    chosen: holder,
    to: holder,
    by: 'whoever',
    eventId: 'thing',
  },
  'fairness.posted': { postingId: 'thing', account: asIs, rep: 'rep', decisionId: 'thing', leadId: 'lead', because: asIs },

  'alert.raised': { alertId: 'thing', kind: asIs, leadId: 'lead', recipient, to: 'rep', chain: recipient, escalateAt: asIs },
  'alert.delivered': { to: 'rep', channel: asIs },
  'alert.delivery-failed': { to: 'rep', channel: asIs },
  'alert.acknowledged': { by: 'rep' },
  'alert.escalated': { from: 'rep', recipient, to: 'rep', because: asIs, escalateAt: asIs },
  'alert.exhausted': { because: asIs },

  'import.started': retracted,
  'import.rows-accepted': {},
  'import.completed': {},
  'import.retracted': retracted,
  'definition.drafted': document,
  'definition.put-to-test': named,
  'definition.published': { ...document, effectiveFrom: asIs },
  'definition.retired': named,
  'definition.figure-published': { ...named, figureId: 'thing', receipt },
  'definition.figure-redefined': { ...named, figureId: 'thing', before: { figureId: 'thing' } },
  'definition.figure-restated': { ...named, figureId: 'thing', receipt },
  'definition.figure-held': { ...named, figureId: 'thing', position: asIs },
  'log.anchored': { digest: asIs },
};
