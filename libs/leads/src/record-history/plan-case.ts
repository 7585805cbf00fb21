import { type Actor, type RecordedLedgerEvent } from '#libs/contracts';
import { type EventToAppend, type FoldedStream } from '#libs/event-store';
import { type ValueJudge } from '#libs/governance';
import { sealedNote } from '../act-on-lead.js';
import { prepareIntake } from '../capture-inquiry/prepare-intake.js';
import { decideInTime } from '../decide-in-time.js';
import { eventsOf } from '../decided-events.js';
import { type Decision, type Enforcement, type OrganisationView, type PreparedIntake } from '../decision.js';
import { instantOf, isoInstant } from '../instant.js';
import { type CommandEnvelope } from '../command-envelope.js';
import { type HistoricalCase } from './historical-case.js';
import { type CaseAnswer, type RowFinding } from '../lead-answers.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { type LeadState } from '../lead-state.js';
import { type IdentifiedCase, type IdentifiedFact } from './identify.js';

export type FoldedLead = FoldedStream<LeadState>;

export interface CasePlan {
  readonly events: readonly EventToAppend[];
  /** The lead with them. */
  readonly after: LeadState;
  readonly answer: CaseAnswer;
}

/** Decides all facts of a case on the lead as it is: facts accepted before are skipped, rows that changed since are reported whole. */
export async function planCase(
  dependencies: LeadDependencies,
  { importId, leadKey, leadId, facts }: IdentifiedCase,
  folded: FoldedLead,
  organisation: OrganisationView,
  enforcement: Enforcement,
  judge: ValueJudge,
): Promise<CasePlan> {
  const stream = leadStream(leadId);
  const now = dependencies.clock.now().getTime();
  const changed = changedRows(facts, folded);
  const isOwn = bringsAll(folded.state, importId);
  const events: EventToAppend[] = [];
  const findings: RowFinding[] = [];
  const rejected: RowFinding[] = [...changed].map((rowKey) => ({
    rowKey,
    code: 'ROW_CHANGED',
    message: 'The row is in the log with other content; undo the import to take it as it is now',
  }));
  let { state, knownAt } = folded;
  let skipped = 0;

  for (const identified of facts) {
    const { fact, commandId, commandHash } = identified;
    if (changed.has(fact.rowKey)) continue;
    if (folded.accepted.has(commandId)) {
      skipped++;
      continue;
    }
    const envelope = envelopeOf(identified, importId);
    const brought = {
      now,
      enforcement,
      organisation,
      // Most facts have neither: nothing is awaited for them.
      sealedNote: fact.action.do === 'record-follow-up' ? await sealedNote(dependencies.sealer, state, leadId, fact.action) : null,
      intake: identified.capture && (await intakeOf(dependencies, identified.capture)),
      judge,
    };
    const { decision, time } = decideInTime(state, fact.action, envelope, brought, 'record-only');
    const sourceKnownAt = fact.knownAt === null ? null : instantOf(fact.knownAt);
    const refusals = violationsOf(decision, fact.knownAt, sourceKnownAt, now);
    if (decision.kind === 'rejected' || refusals.length > 0) {
      rejected.push(
        ...refusals.map((refusal) => ({ rowKey: fact.rowKey, ...refusal, ...(refusal.code === NO_LEAD && notThere(leadKey)) })),
      );
      continue;
    }
    findings.push(...decision.findings.map((finding) => ({ rowKey: fact.rowKey, ...finding })));
    const recording = {
      commandHash,
      occurredAt: time.occurredAt,
      findings: decision.findings,
      knownAt: isOwn && sourceKnownAt !== null ? sourceKnownAt : isoInstant(now),
      lastKnownAt: knownAt,
      importId,
      ...(!isOwn && sourceKnownAt !== null && { sourceKnownAt }),
    };
    for (const event of eventsOf(stream, decision.events, envelope, recording)) {
      state = leadFold.evolve(state, { ...event, stream, revision: folded.revision + 1 + events.length } as RecordedLedgerEvent);
      knownAt = event.metadata.knownAt;
      events.push(event);
    }
  }
  if (enforcement === 'block' && rejected.length > 0)
    return { events: [], after: folded.state, answer: { leadId, appended: 0, skipped, findings: [], rejected } };
  return { events, after: state, answer: { leadId, appended: events.length, skipped, findings, rejected } };
}

const NO_LEAD = 'LEAD.NOT_FOUND';
const notThere = ({ source, id }: HistoricalCase['leadKey']) => ({
  message: `There is no lead ${source}:${id}. Import the file that brings it, then run this import again; if it came under another name of the source, say that under \`source\``,
});

/** A lead that is there from this import alone keeps the source's own recording times; into any other the import brings news of today. */
function bringsAll(state: LeadState, importId: string): boolean {
  for (let past = state.past; past; past = past.before) if (past.event.metadata.importId !== importId) return false;
  return true;
}

function changedRows(facts: readonly IdentifiedFact[], { accepted }: FoldedLead): ReadonlySet<string> {
  if (accepted.size === 0) return new Set();
  return new Set(
    facts
      .filter(({ commandId, commandHash }) => (accepted.get(commandId)?.commandHash ?? commandHash) !== commandHash)
      .map(({ fact }) => fact.rowKey),
  );
}

function envelopeOf({ fact, commandId }: IdentifiedFact, importId: string): CommandEnvelope {
  const actor: Actor = fact.actor ?? { kind: 'import', id: importId, assurance: 'import' };
  return { commandId, actor, actingRep: actor.kind === 'person' ? actor.id : null, occurredAt: fact.occurredAt, correlationId: importId };
}

const intakeOf = (
  dependencies: LeadDependencies,
  { action, arrival, inquiryId, reservation }: NonNullable<IdentifiedFact['capture']>,
): Promise<PreparedIntake> => prepareIntake(dependencies, action, arrival, inquiryId, reservation);

function violationsOf(decision: Decision, said: string | null, knownAt: string | null, now: number) {
  const violations: { code: string; message: string }[] =
    decision.kind === 'rejected' ? decision.violations.map(({ code, message }) => ({ code, message })) : [];
  if (said !== null && knownAt === null)
    violations.push({ code: 'KNOWN_AT.MALFORMED', message: 'The recording time must be an ISO 8601 instant with an offset' });
  if (knownAt !== null && Date.parse(knownAt) > now + 30_000)
    violations.push({ code: 'KNOWN_AT.IN_FUTURE', message: `The recording time lies in the future of ${isoInstant(now)}` });
  return violations;
}
